package casefile

import "reflect"

// The names of the entry kinds.
const (
	KindOpened             = "opened"
	KindFileLanguage       = "fileLanguage"
	KindSafety             = "safety"
	KindReferral           = "referral"
	KindTriage             = "triage"
	KindConsent            = "consent"
	KindPerson             = "person"
	KindResidence          = "residence"
	KindElements           = "elements"
	KindLeaflet            = "leaflet"
	KindCounselling        = "counselling"
	KindDepartmentInformed = "departmentInformed"
	KindDocument           = "document"
	KindDecision           = "decision"
	KindComplaint          = "complaint"
	KindInquiry            = "inquiry"
	KindNote               = "note"
	KindLetterIssued       = "letterIssued"
	KindExported           = "exported"
	KindVoid               = "void"

	// KindBytes holds the bytes of an issued letter. It is no entry: Fold
	// passes it over, and the letterIssued entry refers to it.
	KindBytes = "bytes"
)

// Kind describes an entry kind.
type Kind struct {
	Name    string
	Body    reflect.Type // the struct that holds its fields
	Section string       // of the instructions
	Made    bool         // made by the program; cannot be entered
	Doc     string       // one line for docs/entries.md
}

// Kinds lists all entry kinds, in the order in which they usually happen.
var Kinds = []Kind{
	{KindOpened, reflect.TypeFor[Opened](), "4", true, "The case was opened."},
	{KindFileLanguage, reflect.TypeFor[FileLanguage](), "8", false, "The language of the file's letters was changed."},
	{KindSafety, reflect.TypeFor[Safety](), "5", false, "Safety and languages were asked."},
	{KindReferral, reflect.TypeFor[Referral](), "4", false, "The person was referred, or came by herself."},
	{KindTriage, reflect.TypeFor[Triage](), "5", false, "The police or inspection assessed the person's part."},
	{KindConsent, reflect.TypeFor[Consent](), "5", false, "The person answered a request for consent."},
	{KindPerson, reflect.TypeFor[Person](), "4", false, "Who the person is."},
	{KindResidence, reflect.TypeFor[Residence](), "4", false, "The person's residence status."},
	{KindElements, reflect.TypeFor[Elements](), "1", false, "Elements of human trafficking."},
	{KindLeaflet, reflect.TypeFor[Leaflet](), "5", false, "The information leaflet was given or refused."},
	{KindCounselling, reflect.TypeFor[Counselling](), "4", false, "Counselling was taken on, declined or ended."},
	{KindDepartmentInformed, reflect.TypeFor[DepartmentInformed](), "4", false, "The Foreigners Department was informed."},
	{KindDocument, reflect.TypeFor[Document](), "8", false, "A residence document was issued."},
	{KindDecision, reflect.TypeFor[Decision](), "8.1", false, "The person decided: statement or return."},
	{KindComplaint, reflect.TypeFor[Complaint](), "8.1", false, "A complaint was lodged or a statement made."},
	{KindInquiry, reflect.TypeFor[Inquiry](), "8.2", false, "The Crown prosecutor was asked, or answered."},
	{KindNote, reflect.TypeFor[Note](), "", false, "A note for colleagues."},
	{KindLetterIssued, reflect.TypeFor[LetterIssued](), "8", true, "A letter was issued."},
	{KindExported, reflect.TypeFor[Exported](), "", true, "A paper left the desk."},
	{KindVoid, reflect.TypeFor[Void](), "", false, "An entry was taken back."},
}

// KindOf returns the kind of that name.
func KindOf(name string) (Kind, bool) {
	for _, k := range Kinds {
		if k.Name == name {
			return k, true
		}
	}
	return Kind{}, false
}

// New returns a pointer to an empty body of the kind.
func (k Kind) New() any { return reflect.New(k.Body).Interface() }

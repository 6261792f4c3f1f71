package casefile

import "reflect"

// The names of the entry kinds.
const (
	KindOpened              = "opened"
	KindFileLanguage        = "fileLanguage"
	KindSafety              = "safety"
	KindReferral            = "referral"
	KindInspection          = "inspection"
	KindTriage              = "triage"
	KindConsent             = "consent"
	KindPerson              = "person"
	KindResidence           = "residence"
	KindElements            = "elements"
	KindLeaflet             = "leaflet"
	KindCounselling         = "counselling"
	KindDepartmentInformed  = "departmentInformed"
	KindDocument            = "document"
	KindDecision            = "decision"
	KindComplaint           = "complaint"
	KindInquiry             = "inquiry"
	KindContact             = "contact"
	KindRisk                = "risk"
	KindGuardian            = "guardian"
	KindIndicators          = "indicators"
	KindExploitation        = "exploitation"
	KindSupportUnit         = "supportUnitMentioned"
	KindAssistance          = "assistanceRequested"
	KindSummons             = "summons"
	KindHearing             = "hearing"
	KindCivilPartyClaim     = "civilPartyClaim"
	KindLegalAid            = "legalAidRequested"
	KindImportance          = "importance"
	KindProceedingsEnded    = "proceedingsEnded"
	KindAppointment         = "appointment"
	KindWorkPermit          = "workPermit"
	KindSocialAssistance    = "socialAssistance"
	KindReturn              = "return"
	KindLetterSent          = "letterSent"
	KindLetterAnswered      = "letterAnswered"
	KindSamePerson          = "samePerson"
	KindRelative            = "relative"
	KindProfileAcknowledged = "profileAcknowledged"
	KindProfileConfirmed    = "profileConfirmed"
	KindRetention           = "retention"
	KindNote                = "note"
	KindLetterIssued        = "letterIssued"
	KindExported            = "exported"
	KindAttachment          = "attachment"
	KindDeadline            = "deadline"
	KindReclassified        = "reclassified"
	KindVoid                = "void"

	// KindBytes holds the bytes of an issued letter. It is no entry: Fold
	// passes it over, and the letterIssued entry refers to it.
	KindBytes = "bytes"

	// KindComposed holds what an issued letter was set from. It is no entry
	// either.
	KindComposed = "composed"
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
	{KindProfileAcknowledged, reflect.TypeFor[ProfileAcknowledged](), "", false, "Somebody read that the procedure of this case was replaced by later rules."},
	{KindProfileConfirmed, reflect.TypeFor[ProfileConfirmed](), "", false, "A procedure, or a new version of it, counts for this case from now on."},
	{KindContact, reflect.TypeFor[Contact](), "5", false, "The centre made, or tried to make, contact with the person."},
	{KindSafety, reflect.TypeFor[Safety](), "5", false, "Safety and languages were asked."},
	{KindReferral, reflect.TypeFor[Referral](), "4", false, "The person was referred, or came by herself."},
	{KindInspection, reflect.TypeFor[Inspection](), "6", false, "The person was met at an inspection, with others."},
	{KindTriage, reflect.TypeFor[Triage](), "5", false, "The police or inspection assessed the person's part."},
	{KindConsent, reflect.TypeFor[Consent](), "5", false, "The person answered a request for consent."},
	{KindRisk, reflect.TypeFor[Risk](), "", false, "The danger to the person was assessed."},
	{KindPerson, reflect.TypeFor[Person](), "4", false, "Who the person is."},
	{KindGuardian, reflect.TypeFor[Guardian](), "", false, "A step of the guardianship of a minor was taken."},
	{KindResidence, reflect.TypeFor[Residence](), "4", false, "The person's residence status."},
	{KindElements, reflect.TypeFor[Elements](), "1", false, "Elements of human trafficking."},
	{KindIndicators, reflect.TypeFor[Indicators](), "1", false, "Indicators of one kind were told, seen or read."},
	{KindExploitation, reflect.TypeFor[Exploitation](), "1", false, "In which form the person was exploited."},
	{KindLeaflet, reflect.TypeFor[Leaflet](), "5", false, "The information leaflet was given or refused."},
	{KindSupportUnit, reflect.TypeFor[SupportUnit](), "7", false, "The person was told of the prosecutors' victim support units."},
	{KindAssistance, reflect.TypeFor[Assistance](), "7", false, "The prosecuting authorities asked the centre for assistance."},
	{KindCounselling, reflect.TypeFor[Counselling](), "4", false, "Counselling was taken on, declined, offered elsewhere, transferred or ended."},
	{KindDepartmentInformed, reflect.TypeFor[DepartmentInformed](), "4", false, "The Foreigners Department was informed."},
	{KindDocument, reflect.TypeFor[Document](), "8", false, "A residence document was issued."},
	{KindDecision, reflect.TypeFor[Decision](), "8.1", false, "The person decided: statement or return."},
	{KindComplaint, reflect.TypeFor[Complaint](), "8.1", false, "A complaint was lodged or a statement made."},
	{KindInquiry, reflect.TypeFor[Inquiry](), "8.2", false, "The Crown prosecutor was asked, or answered."},
	{KindSummons, reflect.TypeFor[Summons](), "8.3", false, "The complaint or statement led to a court summons."},
	{KindImportance, reflect.TypeFor[Importance](), "8.3", false, "Whether the complaint or statement is considered important to the proceedings."},
	{KindHearing, reflect.TypeFor[Hearing](), "2", false, "A day in court was announced."},
	{KindCivilPartyClaim, reflect.TypeFor[CivilPartyClaim](), "3", false, "The person claimed as a civil party."},
	{KindLegalAid, reflect.TypeFor[LegalAid](), "3", false, "Legal aid was asked for."},
	{KindProceedingsEnded, reflect.TypeFor[ProceedingsEnded](), "8.3", false, "The legal proceedings came to an end."},
	{KindWorkPermit, reflect.TypeFor[WorkPermit](), "8.2", false, "A work permit was requested, granted or refused."},
	{KindSocialAssistance, reflect.TypeFor[SocialAssistance](), "9", false, "Social assistance was requested, granted or refused."},
	{KindReturn, reflect.TypeFor[Return](), "2", false, "A step of the return to the country of origin was taken."},
	{KindAppointment, reflect.TypeFor[Appointment](), "", false, "An appointment was made."},
	{KindLetterSent, reflect.TypeFor[LetterSent](), "8", false, "An issued letter was sent."},
	{KindLetterAnswered, reflect.TypeFor[LetterAnswered](), "8", false, "An issued letter was answered."},
	{KindSamePerson, reflect.TypeFor[SamePerson](), "", false, "Another case of this desk is about the same person."},
	{KindRelative, reflect.TypeFor[Relative](), "", false, "Another case of this desk is about a relative."},
	{KindRetention, reflect.TypeFor[Retention](), "", false, "Somebody decided how long the file is kept."},
	{KindNote, reflect.TypeFor[Note](), "", false, "A note for colleagues."},
	{KindLetterIssued, reflect.TypeFor[LetterIssued](), "8", true, "A letter was issued."},
	{KindExported, reflect.TypeFor[Exported](), "", true, "A paper left the desk."},
	{KindAttachment, reflect.TypeFor[Attachment](), "", true, "A file was attached."},
	{KindDeadline, reflect.TypeFor[Deadline](), "8", true, "The dates of a document were counted."},
	{KindReclassified, reflect.TypeFor[Reclassified](), "5.3", true, "A second colleague stood behind the lifting of an assessment 5.3, or there was none."},
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

package casefile

import (
	"onthaal/domain/civil"
	"onthaal/domain/journal"
)

// The entry kinds. Each is a struct whose tags say, once, what validation, the
// JSON schema in docs/ and docs/entries.md all follow:
//
//	rule:"required"     must be given
//	rule:"text=200"     one line of at most 200 characters, no control characters
//	rule:"prose=2000"   several lines
//	rule:"one=a|b"      one of the values
//	rule:"answer"       yes, no, unknown, notAsked, refused
//	rule:"past"         a day from 1990 to today
//	rule:"birth"        a year, month or day from 1900 to today
//	rule:"planned"      a day from 1990 to twenty years ahead
//	rule:"language"     a language tag (BCP 47)
//	rule:"country"      an ISO 3166-1 code, or "stateless"
//	rule:"range=4..60"  a number
//	rule:"clock"        a clock time, HH:MM
//	rule:"code"         a case code
//	rule:"entry"        the id of an entry of the same case, or "last": the latest that can be taken back
//
// Rules for change: a kind is never renamed or given another meaning; a new
// field is optional; unknown kinds and fields in stored entries are kept byte
// for byte and skipped, because a newer version of the program wrote them.

// Answer is the answer to a yes-or-no question. Not asked, does not know and
// does not want to say are answers of their own.
type Answer string

// The answers.
const (
	Yes      Answer = "yes"
	No       Answer = "no"
	Unknown  Answer = "unknown"
	NotAsked Answer = "notAsked"
	Refused  Answer = "refused"
)

// Opened begins a case. It is made by the program, never entered.
type Opened struct {
	Code     string `json:"code" rule:"required,text=8" doc:"the case code"`
	Language string `json:"language" rule:"required,one=nl|fr|de" doc:"language of the file: that of its letters"`
	Profile  string `json:"profile" rule:"required,text=40" doc:"the procedure in force"`
	Version  string `json:"version" rule:"required,text=20" doc:"version of the procedure"`
}

// FileLanguage changes the language of the file's letters. It is refused once
// a letter has been issued: files in mixed languages cause trouble.
type FileLanguage struct {
	Language string `json:"language" rule:"required,one=nl|fr|de" doc:"language of the file's letters"`
}

// Safety is the first thing asked.
type Safety struct {
	SafeToSpeak Answer   `json:"safeToSpeak,omitempty" rule:"answer" doc:"is it safe to speak now?"`
	Doctor      Answer   `json:"doctor,omitempty" rule:"answer" doc:"is a doctor needed now?"`
	Interpreter Answer   `json:"interpreter,omitempty" rule:"answer" doc:"is an interpreter needed?"`
	Speaks      []string `json:"speaks,omitempty" rule:"language" doc:"languages that the person speaks"`
	Reads       []string `json:"reads,omitempty" rule:"language" doc:"languages that the person reads"`
	Paper       string   `json:"paper,omitempty" rule:"language" doc:"language wanted on paper"`
	Note        string   `json:"note,omitempty" rule:"prose=1000" doc:"what a colleague must know to keep the person safe"`
}

// Referral says who brought the person into contact with the centre (§4, §5, §7).
type Referral struct {
	Channel string `json:"channel" rule:"required,one=police|inspection|prosecutor|hospital|self|helpline|other" doc:"who refers"`
	Unit    string `json:"unit,omitempty" rule:"text=200" doc:"unit or service"`
	Officer string `json:"officer,omitempty" rule:"text=128" doc:"officer or contact person"`
	Phone   string `json:"phone,omitempty" rule:"text=60" doc:"telephone, as given"`
	PV      string `json:"pv,omitempty" rule:"text=80" doc:"number of the record (PV)"`
	Address string `json:"address,omitempty" rule:"prose=400" doc:"postal address of the unit, for its copy"`
}

// Inspection says at which check the person was met (§6). The code is one that
// the program drew: it leads from one person to the others at this desk alone,
// and names neither a place nor an employer. No letter carries it.
type Inspection struct {
	Code string `json:"code" rule:"required,code" doc:"code of the inspection, as this program drew it"`
}

// Triage is the assessment of section 5, made by the police or the inspection.
type Triage struct {
	Assessment string `json:"assessment" rule:"required,one=5.1|5.2|5.3|none" doc:"5.1 believed a victim, 5.2 not certain, 5.3 implicated, none: not involved"`
	DecidedBy  string `json:"decidedBy,omitempty" rule:"text=200" doc:"who decided: unit or officer"`
	Reason     string `json:"reason,omitempty" rule:"prose=1000" doc:"reason; needed to lift an assessment 5.3"`
	Contested  bool   `json:"contested,omitempty" doc:"the person or the centre contests it; a 5.3 holds all the same until the referrer changes it"`
}

// Lifts reports whether the assessment says who made it and why, as lifting an
// assessment 5.3 asks.
func (t *Triage) Lifts() bool { return t.Reason != "" && t.DecidedBy != "" }

// The assessments of section 5.
const (
	Believed    = "5.1"
	NotCertain  = "5.2"
	Implicated  = "5.3"
	NotInvolved = "none"
)

// Consent is the person's answer for one purpose. Nothing replaces it.
type Consent struct {
	Purpose  string `json:"purpose" rule:"required,one=contact|counselling|foreignersDepartment|prosecution|cpas|workService|interpreter|photo" doc:"what for"`
	Answer   string `json:"answer" rule:"required,one=given|refused|withdrawn|notAsked" doc:"the answer"`
	Language string `json:"language,omitempty" rule:"language" doc:"language in which it was asked"`
	How      string `json:"how,omitempty" rule:"one=spoken|written|interpreter" doc:"how it was given"`
	Witness  string `json:"witness,omitempty" rule:"text=128" doc:"who was present"`
}

// The purposes of consent and its answers that rules ask about.
const (
	ForContact     = "contact"
	ForCounselling = "counselling"
	ForDepartment  = "foreignersDepartment"
	ForPhoto       = "photo"
	Given          = "given"
	Withdrawn      = "withdrawn"
)

// Purposes lists the purposes of consent in the order in which they are asked.
var Purposes = []string{ForContact, "interpreter", ForCounselling, ForDepartment, "prosecution", "cpas", "workService", ForPhoto}

// Person is who the person says she is, exactly as she says it.
type Person struct {
	FamilyName     string            `json:"familyName,omitempty" rule:"text=128" doc:"family name, in Latin letters"`
	GivenNames     string            `json:"givenNames,omitempty" rule:"text=128" doc:"given names, in Latin letters"`
	Aliases        []string          `json:"aliases,omitempty" rule:"text=128" doc:"other names"`
	OriginalScript string            `json:"originalScript,omitempty" rule:"text=128" doc:"the name in its own script"`
	NameCertainty  string            `json:"nameCertainty,omitempty" rule:"one=declared|document|verified" doc:"how certain the name is"`
	Addressed      string            `json:"addressed,omitempty" rule:"text=128" doc:"how the person wants to be addressed"`
	Born           civil.Partial     `json:"born,omitzero" rule:"birth" doc:"date of birth; the year alone is enough"`
	BornEstimated  bool              `json:"bornEstimated,omitempty" doc:"the date of birth is an estimate"`
	BirthPlace     string            `json:"birthPlace,omitempty" rule:"text=128" doc:"place of birth"`
	BirthCountry   string            `json:"birthCountry,omitempty" rule:"country" doc:"country of birth"`
	Nationalities  []string          `json:"nationalities,omitempty" rule:"country" doc:"nationalities"`
	Sex            string            `json:"sex,omitempty" rule:"one=F|M|X" doc:"sex as in the document"`
	FileNumber     string            `json:"fileNumber,omitempty" rule:"text=40" doc:"number of the Foreigners Department"`
	NoAnswer       map[string]Answer `json:"noAnswer,omitempty" rule:"noAnswer=familyName|givenNames|born|birthPlace|birthCountry|nationalities|sex|fileNumber" doc:"why a field is empty: unknown, notAsked or refused"`
}

// Residence is the person's present situation (§4, §5.1).
type Residence struct {
	Status string     `json:"status" rule:"required,one=illegal|provisional|doubtful|legal|eu|unknown|notAsked|refused" doc:"residence status"`
	Entry  civil.Date `json:"entry,omitzero" rule:"past" doc:"entry into Belgium; never printed"`
	// A lawful resident is asked for no document; who needs one all the same
	// says why (§4, §5.1).
	AskAnyway string `json:"askAnyway,omitempty" rule:"prose=500" doc:"why documents are requested although the person resides lawfully"`
}

// Elements are the elements of section 1, point 1 and point 2. One of either
// is enough; none ticked blocks nothing.
type Elements struct {
	Fraud        Answer `json:"fraud,omitempty" rule:"answer" doc:"fraud"`
	Violence     Answer `json:"violence,omitempty" rule:"answer" doc:"violence"`
	Threats      Answer `json:"threats,omitempty" rule:"answer" doc:"threats"`
	Coercion     Answer `json:"coercion,omitempty" rule:"answer" doc:"any form of coercion"`
	Status       Answer `json:"status,omitempty" rule:"answer" doc:"vulnerable by illegal or provisional status"`
	Pregnancy    Answer `json:"pregnancy,omitempty" rule:"answer" doc:"vulnerable by pregnancy"`
	Illness      Answer `json:"illness,omitempty" rule:"answer" doc:"vulnerable by illness"`
	Infirmity    Answer `json:"infirmity,omitempty" rule:"answer" doc:"vulnerable by infirmity"`
	Disability   Answer `json:"disability,omitempty" rule:"answer" doc:"vulnerable by physical or mental disability"`
	Intermediary Answer `json:"intermediary,omitempty" rule:"answer" doc:"through an intermediary"`
	Note         string `json:"note,omitempty" rule:"prose=280" doc:"short note; never printed"`
}

// Leaflet says that the information leaflet was given, or why not (§5, last paragraph).
type Leaflet struct {
	Language string `json:"language" rule:"required,language" doc:"language of the leaflet"`
	Outcome  string `json:"outcome" rule:"required,one=handed|readAloud|refused|notPossible" doc:"what happened"`
	By       string `json:"by" rule:"required,one=police|inspection|centre" doc:"who gave it"`
	Version  string `json:"version,omitempty" rule:"text=20" doc:"version of the leaflet"`
}

// Counselling begins or ends the centre's counselling, or hands it to another
// centre (§4, §8).
type Counselling struct {
	Event  string `json:"event" rule:"required,one=takenOn|declined|transferOffered|transferred|ended" doc:"what happened"`
	Reason string `json:"reason,omitempty" rule:"one=return|ownDecision|transfer|contactLost|aimReached|notStated|noCapacity" doc:"neutral reason of an end or refusal"`
	To     string `json:"to,omitempty" rule:"one=payoke|pag-asa|surya|other" doc:"the centre to which the counselling was offered or handed over"`
	Result string `json:"result,omitempty" rule:"one=accepted|declined|pending" doc:"what that centre answered"`
	// Informed is of an end: the Department is told it, as far as it was done.
	Informed Answer `json:"informed,omitempty" rule:"answer" doc:"was the person told what the end means for her residence?"`
}

// The events of counselling.
const (
	TakenOn         = "takenOn"
	Declined        = "declined" // the centre is unable to counsel (§4, sixth paragraph)
	TransferOffered = "transferOffered"
	Transferred     = "transferred"
	CounsellingOver = "ended"
)

// DepartmentInformed says that the Foreigners Department was told of the
// person or of the centre's intervention (§4, third and fifth paragraph).
type DepartmentInformed struct {
	By    string `json:"by" rule:"required,one=police|inspection|centre" doc:"who informed the Department"`
	About string `json:"about,omitempty" rule:"one=person|intervention" doc:"of the person's status, or of the centre's intervention; without it, of both"`
}

// Tells reports whether the Department was told of person or of intervention.
func (d *DepartmentInformed) Tells(about string) bool { return d.About == "" || d.About == about }

// What the Department is told of.
const (
	AboutPerson       = "person"
	AboutIntervention = "intervention"
)

// Document is a residence document that was issued. On is its day of issue.
type Document struct {
	Stage        string     `json:"stage" rule:"required,one=S1|S2|S3|U" doc:"stage"`
	Notified     civil.Date `json:"notified,omitzero" rule:"past" doc:"day on which the person received it, if another than the day of issue"`
	PrintedEnd   civil.Date `json:"printedEnd,omitzero" rule:"planned" doc:"last day as printed on the document; it wins over the computed one"`
	Months       int        `json:"months,omitempty" rule:"range=1..60" doc:"duration of a stage 3 document in months, if another than the procedure's"`
	Municipality string     `json:"municipality,omitempty" rule:"text=128" doc:"municipality that issued it"`
}

// Decision is what the person decides during stage 1 (§8.1).
type Decision struct {
	Choice string `json:"choice" rule:"required,one=statement|return|undecided" doc:"the choice"`
}

// Complaint is the complaint lodged or statement made (§8.1, §8.2).
type Complaint struct {
	Form       string `json:"form" rule:"required,one=complaint|statement" doc:"complaint or statement"`
	Unit       string `json:"unit,omitempty" rule:"text=200" doc:"unit or office that received it"`
	PV         string `json:"pv,omitempty" rule:"text=80" doc:"number of the record (PV)"`
	LateReason string `json:"lateReason,omitempty" rule:"text=500" doc:"why it came after stage 1 had ended"`
}

// Inquiry follows the Foreigners Department's questions to the Crown
// prosecutor (§8.2, third to sixth paragraph).
type Inquiry struct {
	Event       string     `json:"event" rule:"required,one=asked|answered|escalated|victimInformed" doc:"what happened"`
	ReplyDue    civil.Date `json:"replyDue,omitzero" rule:"planned" doc:"deadline for the reply, as the Department set it"`
	Trafficking Answer     `json:"trafficking,omitempty" rule:"one=yes|no|unknown" doc:"answer 1: is it human trafficking?"`
	InProgress  Answer     `json:"inProgress,omitempty" rule:"one=yes|no|unknown" doc:"answer 2: is the case in progress?"`
	Office      string     `json:"office,omitempty" rule:"text=200" doc:"the prosecutor's office, with its district"`
}

// says reports an answer to one of the two questions.
func (q *Inquiry) says() bool { return q.Trafficking != "" || q.InProgress != "" }

// The events of the inquiry.
const (
	Asked          = "asked"
	Answered       = "answered"
	Escalated      = "escalated" // to the Principal Crown Prosecutor
	VictimInformed = "victimInformed"
)

// Contact is the centre's meeting with the person, or its attempt (§5.2).
type Contact struct {
	How     string `json:"how" rule:"required,one=atService|atCentre|telephone|message|elsewhere" doc:"where or how; atService: at the police or inspection"`
	Outcome string `json:"outcome" rule:"required,one=made|notReached|declined" doc:"what came of it"`
}

// Indicators are signs of trafficking of one kind, after the dimensions of the
// operational indicators of ILO and European Commission. They are never
// counted: a sum would become a verdict.
type Indicators struct {
	Dimension string `json:"dimension" rule:"required,one=deceptiveRecruitment|coerciveRecruitment|recruitmentByVulnerability|exploitation|coercion|vulnerability" doc:"of recruitment: by deceit, coercion, abuse of vulnerability; at the destination: exploitation, coercion, abuse of vulnerability"`
	Source    string `json:"source" rule:"required,one=told|seen|document" doc:"how it is known"`
	Note      string `json:"note,omitempty" rule:"prose=280" doc:"short note; never printed"`
}

// Exploitation says in which form a person was exploited, for the statistics.
type Exploitation struct {
	Forms  []string `json:"forms" rule:"required,one=sexual|labour|domestic|begging|crime|organs|other" doc:"forms of exploitation"`
	Sector string   `json:"sector,omitempty" rule:"text=80" doc:"sector only; never an employer's name"`
}

// SupportUnit says that the person was told of the victim support units of the
// prosecuting authorities (§7, second paragraph).
type SupportUnit struct {
	By string `json:"by" rule:"required,one=police|inspection|centre" doc:"who told the person"`
}

// Assistance is a direct request of the prosecuting authorities to the centre
// (§7, third paragraph).
type Assistance struct {
	Phase  string `json:"phase" rule:"required,one=investigation|proceedings" doc:"during the investigation, or in preparing the proceedings"`
	Office string `json:"office,omitempty" rule:"text=200" doc:"the prosecutor's office"`
}

// Summons is the court summons that a complaint or statement led to (§8.3,
// last paragraph). On is its date.
type Summons struct {
	Court  string `json:"court,omitempty" rule:"text=200" doc:"the court"`
	Number string `json:"number,omitempty" rule:"text=80" doc:"notice number"`
}

// Importance says whether the complaint or statement is considered important
// to the proceedings (§8.3, last paragraph). The text does not say by whom.
type Importance struct {
	Considered Answer `json:"considered" rule:"required,one=yes|no|unknown" doc:"is it considered important to the proceedings?"`
	Evidence   string `json:"evidence,omitempty" rule:"one=prosecutorLetter|summons|judgment|lawyerNote|other" doc:"what shows it"`
}

// Hearing is a day in court that was announced. On is the day of the notice.
type Hearing struct {
	Day   civil.Date `json:"day" rule:"required,planned" doc:"day of the hearing"`
	Clock string     `json:"clock,omitempty" rule:"clock" doc:"time of the hearing"`
	Court string     `json:"court,omitempty" rule:"text=200" doc:"the court"`
}

// CivilPartyClaim says that the person defends her interests in court (§3).
type CivilPartyClaim struct {
	Before string `json:"before" rule:"required,one=investigatingJudge|court|other" doc:"before whom"`
	Court  string `json:"court,omitempty" rule:"text=200" doc:"the court"`
}

// LegalAid says that legal aid was asked for (§3, first paragraph).
type LegalAid struct {
	Lawyer string `json:"lawyer,omitempty" rule:"text=128" doc:"name of the lawyer"`
	Bar    string `json:"bar,omitempty" rule:"text=128" doc:"the bar"`
}

// ProceedingsEnded says that the legal proceedings came to an end, appeal
// included. Somebody records it; the program never concludes it (§8.3).
type ProceedingsEnded struct {
	How     string `json:"how" rule:"required,one=finalJudgment|noFurtherAction|dismissed|other" doc:"how they ended"`
	Outcome string `json:"outcome,omitempty" rule:"one=conviction|acquittal|none" doc:"what was decided about the exploiters"`
}

// Appointment is an appointment of the person. On is the day on which it was made.
type Appointment struct {
	Day   civil.Date `json:"day" rule:"required,planned" doc:"day of the appointment"`
	Clock string     `json:"clock,omitempty" rule:"clock" doc:"time of the appointment"`
	With  string     `json:"with" rule:"required,one=centre|municipality|department|lawyer|police|cpas|doctor|other" doc:"with whom"`
	Note  string     `json:"note,omitempty" rule:"text=200" doc:"what to bring"`
}

// WorkPermit follows a work permit: temporary from stage 2, permit B from
// stage 3 (§8.2, §8.3). It may be granted, and never is by itself.
type WorkPermit struct {
	Permit   string     `json:"permit" rule:"required,one=temporary|B" doc:"which permit"`
	Event    string     `json:"event" rule:"required,one=requested|granted|refused" doc:"what happened"`
	Until    civil.Date `json:"until,omitzero" rule:"planned" doc:"last day of a permit that was granted"`
	Employer string     `json:"employer,omitempty" rule:"text=200" doc:"employer; never the exploiter"`
	Job      string     `json:"job,omitempty" rule:"text=128" doc:"the work, as a word or two"`
	From     civil.Date `json:"from,omitzero" rule:"planned" doc:"day on which the work is to begin"`
}

// SocialAssistance follows social assistance, open from stage 1 (§9).
type SocialAssistance struct {
	Event        string `json:"event" rule:"required,one=requested|granted|refused" doc:"what happened"`
	Through      string `json:"through,omitempty" rule:"one=cpas|centre" doc:"from the social welfare centre (CPAS), or through a victim support centre"`
	Municipality string `json:"municipality,omitempty" rule:"text=128" doc:"municipality of the CPAS"`
	Address      string `json:"address,omitempty" rule:"prose=200" doc:"where the CPAS has its post: the street, and postcode with town, on lines of their own"`
}

// The work permits.
const (
	TemporaryPermit = "temporary"
	PermitB         = "B"
)

// The events of a permit and of assistance.
const (
	Requested  = "requested"
	Granted    = "granted"
	NotGranted = "refused"
)

// Return is a step of the way home, which is a way of its own and no failure
// (§2, first paragraph; §8.1, first paragraph).
type Return struct {
	Step string     `json:"step" rule:"required,one=iom|embassy|travelDocument|left" doc:"contact with the IOM or the embassy, the travel document, or that the person left"`
	Day  civil.Date `json:"day,omitzero" rule:"planned" doc:"planned day of departure"`
}

// The steps of a return.
const (
	ContactIOM     = "iom"
	ContactEmbassy = "embassy"
	TravelDocument = "travelDocument"
	LeftCountry    = "left"
)

// LetterSent says that a letter left the centre. Nothing is ever sent by the
// program.
type LetterSent struct {
	Number int    `json:"number" rule:"required,range=1..9999" doc:"number of the letter within the case"`
	How    string `json:"how,omitempty" rule:"one=post|registered|fax|email|byHand" doc:"how it was sent"`
}

// LetterAnswered says that a letter was answered.
type LetterAnswered struct {
	Number    int    `json:"number" rule:"required,range=1..9999" doc:"number of the letter within the case"`
	Answer    string `json:"answer" rule:"required,one=granted|refused|acknowledged|other" doc:"the answer"`
	Reference string `json:"reference,omitempty" rule:"text=80" doc:"reference of the answer"`
}

// SamePerson links another case about the same person. Nothing is ever merged.
type SamePerson struct {
	Code string `json:"code" rule:"required,code" doc:"code of the other case"`
}

// Relative links the case of a relative or dependant.
type Relative struct {
	Code     string `json:"code" rule:"required,code" doc:"code of the other case"`
	Relation string `json:"relation" rule:"required,one=child|parent|spouse|sibling|guardian|other" doc:"what the other person is to this one"`
}

// ProfileAcknowledged says that somebody read the notice of a procedure that
// later rules have replaced. One is enough for a case.
type ProfileAcknowledged struct {
	Profile string `json:"profile" rule:"required,text=40" doc:"the procedure whose notice was read"`
}

// ProfileConfirmed puts a procedure, or a new version of it, into force for
// this case. Until then the dates stay those of the version before.
type ProfileConfirmed struct {
	Profile string `json:"profile" rule:"required,text=40" doc:"the procedure"`
	Version string `json:"version" rule:"required,text=20" doc:"its version"`
}

// Attachment is a file of the case. It is made by the program; the store keeps
// the bytes.
type Attachment struct {
	Number     int        `json:"number" rule:"range=1..9999" doc:"number of the file within the case"`
	Title      string     `json:"title" rule:"required,text=128" doc:"what it is"`
	Name       string     `json:"name,omitempty" rule:"text=255" doc:"name that the file had"`
	Type       string     `json:"type" rule:"required,text=80" doc:"media type"`
	Attachment journal.ID `json:"attachment" doc:"the file in the store"`
	Size       int        `json:"size" doc:"bytes"`
	SHA256     string     `json:"sha256" rule:"text=64" doc:"digest of the file"`
}

// Deadline records how the dates of a document were counted, and from what,
// so that a later version of the rules changes nothing without a word. It is
// made by the program whenever a document is recorded.
type Deadline struct {
	Of         journal.ID `json:"of" rule:"required" doc:"the entry of the document"`
	Stage      string     `json:"stage" rule:"required,text=4" doc:"stage"`
	Profile    string     `json:"profile" rule:"required,text=40" doc:"the procedure"`
	Version    string     `json:"version" rule:"required,text=20" doc:"its version"`
	Rule       string     `json:"rule" rule:"required,text=40" doc:"the rule of counting"`
	Start      civil.Date `json:"start,omitzero" doc:"the day counted from"`
	N          int        `json:"n,omitempty" doc:"how many"`
	Unit       string     `json:"unit,omitempty" rule:"text=8" doc:"days or months"`
	Printed    civil.Date `json:"printed,omitzero" doc:"the end printed on the document"`
	ValidUntil civil.Date `json:"validUntil" doc:"the last day"`
	InquiryBy  civil.Date `json:"inquiryBy,omitzero" doc:"the day by which the Department has asked the prosecutor"`
}

// Risk is how great the danger to the person is, what is done about it, and
// when somebody looks again. A high one is looked at again within a day.
type Risk struct {
	Level    string     `json:"level" rule:"required,one=low|medium|high" doc:"how great the danger is"`
	Measures string     `json:"measures,omitempty" rule:"prose=1000" doc:"what is done about it; on no letter"`
	Review   civil.Date `json:"review,omitzero" rule:"planned" doc:"day on which somebody looks again; with a high risk, the next day"`
}

// HighRisk is the level that is looked at again within a day.
const HighRisk = "high"

// Guardian follows the guardian of a minor who came without parents: whether
// the Guardianship Service knows of the minor, and who was appointed.
type Guardian struct {
	Event string `json:"event" rule:"required,one=notified|appointed|accompanied|ended" doc:"the Guardianship Service was told; it appointed a guardian; a parent or guardian is there; or the guardianship ended"`
	Name  string `json:"name,omitempty" rule:"text=128" doc:"name of the guardian"`
	Phone string `json:"phone,omitempty" rule:"text=60" doc:"telephone of the guardian"`
}

// The events of guardianship.
const (
	ServiceNotified   = "notified"
	GuardianAppointed = "appointed"
	Accompanied       = "accompanied"
	GuardianEnded     = "ended"
)

// Retention says what somebody decided about how long the file is kept: it was
// looked at and is kept, it must be kept whatever the periods say (a legal
// hold), or that no longer holds.
type Retention struct {
	Event  string `json:"event" rule:"required,one=reviewed|hold|released" doc:"looked at and kept; held, so that it is not erased; or the hold lifted"`
	Reason string `json:"reason,omitempty" rule:"prose=500" doc:"why; needed for a hold and for lifting it"`
}

// The events of retention.
const (
	ReviewedFile = "reviewed"
	HeldFile     = "hold"
	ReleasedFile = "released"
)

// Note is free text for colleagues.
type Note struct {
	Text string `json:"text" rule:"required,prose=2000" doc:"the note"`
}

// LetterIssued records a letter that was issued. It is made by the program.
type LetterIssued struct {
	Letter   string     `json:"letter" rule:"required,text=8" doc:"kind of letter"`
	Language string     `json:"language" rule:"required,one=nl|fr|de" doc:"language of the letter"`
	Number   int        `json:"number" rule:"range=1..9999" doc:"number within the case"`
	Template string     `json:"template" rule:"text=20" doc:"version of the wording"`
	Profile  string     `json:"profile" rule:"text=60" doc:"procedure and version"`
	Bytes    journal.ID `json:"bytes" doc:"the record that holds the PDF"`
	Composed journal.ID `json:"composed,omitzero" doc:"the record that holds what it was set from, to show it again; letters of before have none"`
	SHA256   string     `json:"sha256" rule:"text=64" doc:"digest of the PDF"`
	ReadBy   string     `json:"readBy,omitempty" rule:"text=40" doc:"the colleague who read it before, by their way into the desk"`
	Unread   string     `json:"unread,omitempty" rule:"text=300" doc:"why nobody else read a letter that asks for a second reader"`
	Photos   []int      `json:"photos,omitempty" rule:"range=1..9999" doc:"numbers of the photographs on its enclosure page, in their order"`
}

// Reclassified records who else stood behind the lifting of an assessment 5.3,
// which is the entry before it. It is made by the program.
type Reclassified struct {
	ReadBy string `json:"readBy,omitempty" rule:"text=40" doc:"the second colleague, by their way into the desk"`
	Alone  bool   `json:"alone,omitempty" doc:"no second reader was available: one colleague alone opens this desk"`
	Unread string `json:"unread,omitempty" rule:"text=300" doc:"why there was nobody else: what somebody said, or no second reader available"`
}

// NoReader is the reason that the program records where nobody gave one.
const NoReader = "no second reader available"

// Exported records that a paper left the desk. It is made by the program.
type Exported struct {
	Letter   string `json:"letter,omitempty" rule:"text=8" doc:"kind of letter"`
	Language string `json:"language,omitempty" rule:"text=8" doc:"language of the copy"`
	What     string `json:"what" rule:"required,one=letter|specimen|courtesy|attachment|summary" doc:"the letter itself, a marked copy, a file of the case, or its summary for the colleague on duty"`
	Number   int    `json:"number,omitempty" rule:"range=1..9999" doc:"number of the letter, or of the file, within the case"`
	How      string `json:"how,omitempty" rule:"one=encrypted|printed" doc:"a file that opens with a password alone, or on paper; without it, a file that anybody opens"`
}

// How a paper leaves the desk.
const (
	AsFile    = ""
	Encrypted = "encrypted"
	OnPaper   = "printed"
)

// Void takes an entry back. The history keeps both.
type Void struct {
	Of     journal.ID `json:"of" rule:"required,entry" doc:"the entry taken back: its id, or last for the latest entry that can be taken back"`
	Reason string     `json:"reason,omitempty" rule:"prose=1000" doc:"why"`
}

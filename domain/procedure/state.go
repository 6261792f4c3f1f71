package procedure

import (
	"slices"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
)

// State is where a case stands. It follows from what people recorded; the
// program never moves it by itself.
type State string

// The states, and what leads to each. From any of them a person may return,
// withdraw, go to another centre or turn out to be implicated; only a new
// entry leads back.
const (
	Contact        State = "contact"        // met, no counselling yet (§5)
	ContactRefused State = "contactRefused" // the person does not want contact (§5.2)
	Stopped        State = "stopped"        // implicated: no contact with a centre (§5.3)
	Uninvolved     State = "uninvolved"     // not involved
	Counselling    State = "counselling"    // the centre counsels (§4)
	Requested1     State = "S1requested"
	InS1           State = "S1"
	Requested2     State = "S2requested"
	InS2           State = "S2"
	Requested3     State = "S3requested"
	InS3           State = "S3"
	Renewal        State = "S3renewal" // renewal of stage 3 requested
	RequestedU     State = "Urequested"
	InU            State = "U"

	RefusedByDepartment State = "refusedByDepartment" // the latest request was answered with a refusal
	ProceedingsOver     State = "proceedingsEnded"    // the legal proceedings ended (§8.3)
	Returning           State = "returning"           // the person prepares the return (§2, §8.1)

	Returned    State = "returned"    // left for the country of origin (§2)
	Ended       State = "ended"       // counselling ended
	Withdrawn   State = "withdrawn"   // counselling ended at the person's own wish
	LostContact State = "lostContact" // counselling ended: nobody knows where the person is
	Transferred State = "transferred" // another centre counsels
	Unable      State = "unable"      // the centre cannot counsel (§4, sixth paragraph)
)

// Closed reports that nothing more is expected of the centre in this state.
func (s State) Closed() bool {
	switch s {
	case Stopped, Uninvolved, ContactRefused, InU, Returned, Ended, Withdrawn, LostContact, Transferred, Unable:
		return true
	}
	return false
}

// order of the stages (§8: successive).
var order = []string{S1, S2, S3, U}

// stageOf returns the stage of the documents, the highest that was issued.
func stageOf(f *casefile.File) string {
	for _, id := range slices.Backward(order) {
		if f.Document(id) != nil {
			return id
		}
	}
	return ""
}

// state reads where a case stands: the stage from the documents, what was
// requested from the letters, and the rest from what was recorded. One state
// holds at a time; the first that fits is it.
func (a *assessment) state() (State, string) {
	f := a.f
	switch {
	case f.Stopped():
		return Stopped, ""
	case f.Uninvolved():
		return Uninvolved, ""
	}
	stage := stageOf(f)
	if a.left() != nil {
		return Returned, stage
	}
	if f.Counselled() == nil {
		if s, ok := a.over(); ok {
			return s, stage
		}
		refused := f.Consents[casefile.ForContact]
		switch {
		case stage != "":
			return State(stage), stage
		case refused != nil && (refused.Body.Answer == "refused" || refused.Body.Answer == casefile.Withdrawn):
			return ContactRefused, ""
		}
		return Contact, ""
	}
	switch {
	case stage == U:
		return InU, stage
	case a.returning():
		return Returning, stage
	case a.refused():
		return RefusedByDepartment, stage
	case f.Ended != nil:
		if a.asked(S3, "L08") {
			return RequestedU, stage
		}
		return ProceedingsOver, stage
	case stage == S3 && a.asked(S3, "L08"):
		return RequestedU, stage
	case stage == S3 && a.asked(S3, "L07"):
		return Renewal, stage
	case stage == S2 && f.Issued("L06") != nil:
		return Requested3, stage
	case stage == S3 || stage == S2:
		return State(stage), stage
	case f.Issued("L04") != nil || f.Issued("L03") != nil:
		return Requested2, stage
	case stage == S1:
		return InS1, stage
	case f.Issued("L02") != nil:
		return Requested1, stage
	}
	return Counselling, stage
}

// asked reports whether a letter was issued since the latest document of a stage.
func (a *assessment) asked(stage, letter string) bool {
	l, d := a.f.Issued(letter), a.f.Document(stage)
	return l != nil && (d == nil || !l.Entry.On.Before(d.Entry.On))
}

// over returns how the centre's counselling ended, if it did.
func (a *assessment) over() (State, bool) {
	for _, c := range slices.Backward(a.f.Counselling) {
		switch c.Body.Event {
		case casefile.TransferOffered:
			continue // an offer ends nothing
		case casefile.Transferred:
			return Transferred, true
		case casefile.Declined:
			return Unable, true
		case casefile.CounsellingOver:
			switch c.Body.Reason {
			case "ownDecision":
				return Withdrawn, true
			case "contactLost":
				return LostContact, true
			case "transfer":
				return Transferred, true
			}
			return Ended, true
		}
		break
	}
	return "", false
}

// counsellingOver returns the entry by which counselling ended or was handed
// over, or nil.
func (a *assessment) counsellingOver() *casefile.Fact[casefile.Counselling] {
	if a.f.Counselled() != nil {
		return nil
	}
	for _, c := range slices.Backward(a.f.Counselling) {
		if e := c.Body.Event; e == casefile.CounsellingOver || e == casefile.Transferred {
			return c
		}
	}
	return nil
}

// left returns the entry by which the person left, if nothing was issued to her
// since; else nil.
func (a *assessment) left() *casefile.Fact[casefile.Return] {
	for _, r := range slices.Backward(a.f.Returns) {
		if r.Body.Step == casefile.LeftCountry && !a.since(r.Entry.On) {
			return r
		}
	}
	return nil
}

// returning reports that the person decided to return, or takes steps to, and
// has not changed her mind: a later decision, complaint or document says so.
func (a *assessment) returning() bool {
	from := civil.Date{}
	if n := len(a.f.Returns); n > 0 {
		from = a.f.Returns[n-1].Entry.On
	}
	if n := len(a.f.Decisions); n > 0 {
		d := a.f.Decisions[n-1]
		switch {
		case d.Body.Choice == "return" && !d.Entry.On.Before(from):
			from = d.Entry.On
		case d.Body.Choice != "return" && !d.Entry.On.Before(from):
			return false
		}
	}
	return !from.IsZero() && !a.since(from)
}

// since reports a document or complaint after a day.
func (a *assessment) since(day civil.Date) bool {
	for _, d := range a.f.Documents {
		if d.Entry.On.After(day) {
			return true
		}
	}
	for _, c := range a.f.Complaints {
		if c.Entry.On.After(day) {
			return true
		}
	}
	return false
}

// requests are the letters that ask for a stage or its renewal.
var requests = []string{"L02", "L03", "L04", "L06", "L07", "L08"}

// refused reports that the latest request was refused and nothing was issued
// since.
func (a *assessment) refused() bool {
	for _, x := range slices.Backward(a.f.Answers) {
		l := a.f.Letter(x.Body.Number)
		if l == nil || !slices.Contains(requests, l.Body.Letter) {
			continue
		}
		if x.Body.Answer != casefile.NotGranted {
			return false
		}
		for _, later := range a.f.Letters {
			if later.Body.Number > l.Body.Number && slices.Contains(requests, later.Body.Letter) {
				return false
			}
		}
		for _, d := range a.f.Documents {
			if d.Entry.On.After(x.Entry.On) {
				return false
			}
		}
		return true
	}
	return false
}

// Reply is what the Crown prosecutor's answers amount to (§8.2, fourth
// paragraph; §8.3, first paragraph). No answer is never a No.
type Reply string

// The replies.
const (
	NoReply      Reply = ""             // nobody answered
	Affirmative  Reply = "affirmative"  // both questions Yes: stage 3 can be requested
	Negative     Reply = "negative"     // one of them No: no stage 3 by the text
	Inconclusive Reply = "inconclusive" // neither: the stage stays, the question too
)

// ReplyOf reads the answers: to each of the two questions the latest Yes or No,
// for they may be answered on different days, and an answer that says nothing
// takes none back.
func ReplyOf(f *casefile.File) Reply { return replyBy(f, civil.Date{}) }

// replyBy reads the answers that were there on a day; on the unset day all.
func replyBy(f *casefile.File, day civil.Date) Reply {
	reply, _ := heard(f, day)
	return reply
}

// news returns the latest answer that said something that no other had said
// before; nil when nobody answered.
func news(f *casefile.File) *casefile.Fact[casefile.Inquiry] {
	_, q := heard(f, civil.Date{})
	return q
}

func heard(f *casefile.File, day civil.Date) (reply Reply, news *casefile.Fact[casefile.Inquiry]) {
	var said struct{ trafficking, inProgress casefile.Answer }
	latest := func(to *casefile.Answer, answer casefile.Answer) {
		if answer == casefile.Yes || answer == casefile.No {
			*to = answer
		}
	}
	for _, q := range f.Inquiries {
		if q.Body.Event != casefile.Answered || !day.IsZero() && q.Entry.On.After(day) {
			continue
		}
		before := said
		latest(&said.trafficking, q.Body.Trafficking)
		latest(&said.inProgress, q.Body.InProgress)
		if news == nil || said != before {
			news = q
		}
	}
	switch {
	case said.trafficking == casefile.No || said.inProgress == casefile.No:
		return Negative, news
	case said.trafficking == casefile.Yes && said.inProgress == casefile.Yes:
		return Affirmative, news
	case news != nil:
		return Inconclusive, news
	}
	return NoReply, nil
}

// answered reports that both questions are settled: a reply that leaves one
// open is waited for still, and asked for again.
func (a *assessment) answered() bool {
	r := ReplyOf(a.f)
	return r == Affirmative || r == Negative
}

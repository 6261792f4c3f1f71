package procedure_test

import (
	"slices"
	"strings"
	"testing"

	"onthaal/domain/procedure"
)

// What the Crown prosecutor answers is told to the victim each time that it
// says something new (§8.2, fifth paragraph): who was told of half an answer has
// not heard the other half.
func TestTheVictimHearsOfEveryAnswerThatSaysSomethingNew(t *testing.T) {
	p := profiles(t)[procedure.Default]
	half := with(inS2, "1997-04-01 inquiry event=answered trafficking=yes inProgress=unknown")
	told := with(half, "1997-04-02 inquiry event=victimInformed")
	for _, c := range []struct {
		name  string
		lines []string
		since string // the day from which two weeks are counted; "" where nothing is due
	}{
		{"half an answer", half, "1997-04-15"},
		{"told of it", told, ""},
		{"the other half came", with(told, "1997-05-05 inquiry event=answered trafficking=yes inProgress=yes"), "1997-05-19"},
		{"or a No", with(told, "1997-05-05 inquiry event=answered trafficking=yes inProgress=no"), "1997-05-19"},
		{"the same again is nothing new", with(told, "1997-05-05 inquiry event=answered trafficking=yes inProgress=unknown"), ""},
		{"the other half was told on the same day", with(told, "1997-05-05 inquiry event=answered inProgress=yes", "1997-05-05 inquiry event=victimInformed"), ""},
		{"repeated after it was told", with(told, "1997-05-05 inquiry event=answered inProgress=yes", "1997-05-06 inquiry event=victimInformed", "1997-05-20 inquiry event=answered trafficking=yes inProgress=yes"), ""},
		{"a Yes became a No", with(told, "1997-05-05 inquiry event=answered inProgress=yes", "1997-05-06 inquiry event=victimInformed", "1997-05-20 inquiry event=answered inProgress=no"), "1997-06-03"},
		{"an answer without an answer is none", with(inS2, "1997-04-01 inquiry event=answered"), ""},
	} {
		s := procedure.Assess(fold(t, c.lines...), p)
		got := ""
		for _, i := range s.Items {
			if i.Key == "due.victimInformed" {
				got = i.Due.String()
			}
		}
		if got != c.since {
			t.Errorf("%s: due on %q, want %q", c.name, got, c.since)
		}
	}
}

// Whom the open question lies with, and until when: each document of stage 2
// asks it anew, a reply that leaves it open settles nothing, and once it went to
// the Principal Crown Prosecutor it is that reply which is awaited (§8.2, third
// and sixth paragraph).
func TestTheQuestionLiesWithOnePersonAtATime(t *testing.T) {
	asked := with(inS2, "1997-05-09 inquiry event=asked replyDue=1997-05-20")
	escalated := with(asked, "1997-05-21 inquiry event=escalated")
	half := with(escalated, "1997-05-22 inquiry event=answered trafficking=yes inProgress=unknown", "1997-05-22 inquiry event=victimInformed")
	extended := with(asked, "1997-05-28 inquiry event=answered trafficking=yes inProgress=unknown", "1997-05-28 inquiry event=victimInformed", "1997-06-10 document stage=S2")
	for _, c := range []struct {
		name    string
		profile string
		lines   []string
		today   string
		due     string
	}{
		{"escalated: the other reply is awaited until the document ends", procedure.Default, escalated, "1997-05-25", "reply.principal later, S2.end later"},
		{"half a reply came: the one before is not overdue", procedure.Default, half, "1997-05-25", "reply.principal later, S2.end later"},
		{"at the end it is the gap alone", procedure.Default, half, "1997-06-11", "gap overdue"},
		{"escalated with a day for the reply", procedure.Default, with(asked, "1997-05-21 inquiry event=escalated replyDue=1997-05-30"), "1997-05-30", "reply.principal today, S2.end soon"},
		{"which passes in silence: once more", procedure.Default, with(asked, "1997-05-21 inquiry event=escalated replyDue=1997-05-30"), "1997-05-31", "escalate soon, S2.end soon"},
		{"asked anew after half a reply", procedure.Default, with(half, "1997-05-23 inquiry event=asked replyDue=1997-05-30"), "1997-05-29", "reply soon, S2.end soon"},
		{"and in silence again escalated", procedure.Default, with(half, "1997-05-23 inquiry event=asked replyDue=1997-05-30"), "1997-06-02", "escalate today, S2.end soon"},
		{"escalated, and nobody wrote down that it was asked", procedure.Default, with(inS2, "1997-05-21 inquiry event=escalated"), "1997-05-25", "reply.principal later, S2.end later"},

		{"an extension asks anew", "circular-2019-01", extended, "1997-06-10", "inquiry later, S2.end later"},
		{"by the day that its term shows", "circular-2019-01", extended, "1997-08-11", "inquiry overdue, S2.end later"},
		{"and nothing is left of the day before", "circular-2019-01", with(asked, "1997-06-10 document stage=S2"), "1997-06-10", "inquiry later, S2.end later"},
		{"asked anew", "circular-2019-01", with(extended, "1997-08-01 inquiry event=asked replyDue=1997-08-20"), "1997-08-11", "reply later, S2.end later"},
		{"a question that runs on into the extension is asked", "circular-2019-01", with(inS2, "1997-05-30 inquiry event=asked replyDue=1997-06-20", "1997-06-10 document stage=S2"), "1997-06-14", "reply soon, S2.end later"},
		{"an answer to both leaves nothing to ask", "circular-2019-01", with(extended, "1997-06-20 inquiry event=answered inProgress=yes", "1997-06-20 inquiry event=victimInformed"), "1997-06-21", "L06 later"},
		{"asked before the first document is asked", procedure.Default, with(consented, "1997-03-05 complaint form=statement", "1997-03-08 inquiry event=asked replyDue=1997-05-20", "1997-03-10 document stage=S2"), "1997-03-11", "reply later, S2.end later"},
	} {
		s := procedure.Assess(fold(t, c.lines...), profiles(t)[c.profile])
		if got := due(s, c.today); got != c.due {
			t.Errorf("%s, on %s:\n got %s\nwant %s", c.name, c.today, got, c.due)
		}
	}
}

// Whatever a term of the present document says is to be done stands among what
// is due, until it was done.
func TestEveryShownDayStandsAmongWhatIsDue(t *testing.T) {
	for id, p := range profiles(t) {
		for name, lines := range map[string][]string{
			"the first document": inS2,
			"an extension":       with(inS2, "1997-05-02 inquiry event=asked", "1997-06-02 inquiry event=answered trafficking=yes inProgress=unknown", "1997-06-10 document stage=S2"),
			"silence before it":  with(inS2, "1997-05-02 inquiry event=asked replyDue=1997-05-20", "1997-06-10 document stage=S2"),
		} {
			s := procedure.Assess(fold(t, lines...), p)
			term, _ := s.Term("S2")
			if !slices.ContainsFunc(s.Items, func(i procedure.Item) bool { return i.Key == "due.inquiry" && i.Due == term.InquiryBy }) {
				t.Errorf("%s, %s: nothing is due on %s", id, name, term.InquiryBy)
			}
			for _, i := range s.Items {
				if strings.HasPrefix(i.Key, "due.") && i.Due.Before(term.Start) && i.Key != "due.victimInformed" {
					t.Errorf("%s, %s: %s is counted from a document before the present one", id, name, i.Key)
				}
			}
		}
	}
}

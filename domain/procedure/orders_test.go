package procedure_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/journal"
	"onthaal/domain/procedure"
)

const (
	of1997 = procedure.Default
	of2019 = "circular-2019-01"
)

// before2 is a case before its document of stage 2.
var before2 = with(consented, "1997-03-03 document stage=S1", "1997-03-05 complaint form=statement")

// Every odd order is named: with the entries that make it odd, and on the law
// of the case's own procedure, or on none where that has no source. The order
// that the procedure foresees is taken without a word.
func TestEveryOddOrderIsNamed(t *testing.T) {
	all := profiles(t)
	for _, c := range []struct {
		name    string
		profile string
		base    []string
		odd     []string // the lines that make it odd, all of them named
		key     string   // "" where this procedure foresees it
		section string
		normal  []string // in their stead: nothing is said
	}{
		{"a complaint after the document of stage 2 that follows from it", of1997, with(consented, "1997-03-03 document stage=S1"),
			[]string{"1997-03-11 complaint form=complaint", "1997-03-10 document stage=S2"}, "warn.complaint.after", "8.2",
			[]string{"1997-03-10 complaint form=complaint", "1997-03-10 document stage=S2"}},
		{"the same under the circular", of2019, with(consented, "1997-03-03 document stage=S1"),
			[]string{"1997-03-11 complaint form=complaint", "1997-03-10 document stage=S2"}, "warn.complaint.after", "61/3",
			[]string{"1997-03-10 complaint form=complaint", "1997-03-10 document stage=S2"}},
		{"stage 3 before both Yes are there", of1997, inS2,
			[]string{"1997-06-11 inquiry event=answered trafficking=yes inProgress=yes", "1997-06-10 document stage=S3"}, "warn.S3.early", "8.3",
			[]string{"1997-06-10 inquiry event=answered trafficking=yes inProgress=yes", "1997-06-10 document stage=S3"}},
		{"the same under the circular", of2019, inS2,
			[]string{"1997-06-11 inquiry event=answered trafficking=yes inProgress=yes", "1997-06-10 document stage=S3"}, "warn.S3.early", "61/4",
			[]string{"1997-06-10 inquiry event=answered trafficking=yes inProgress=yes", "1997-06-10 document stage=S3"}},
		{"an answer while the case was in stage 1", of1997, before2,
			[]string{"1997-03-06 inquiry event=answered trafficking=yes inProgress=yes", "1997-03-10 document stage=S2"}, "warn.inquiry.early", "8.2",
			[]string{"1997-03-10 document stage=S2", "1997-03-10 inquiry event=answered trafficking=yes inProgress=yes"}},
		{"the same under the circular, which has no source for it", of2019, before2,
			[]string{"1997-03-06 inquiry event=answered trafficking=yes inProgress=yes", "1997-03-10 document stage=S2"}, "warn.inquiry.early", "",
			[]string{"1997-03-10 document stage=S2", "1997-03-10 inquiry event=answered trafficking=yes inProgress=yes"}},
		{"an answer before the question", of1997, inS2,
			[]string{"1997-05-01 inquiry event=answered trafficking=yes", "1997-05-02 inquiry event=asked"}, "finding.inquiry.order", "8.2",
			[]string{"1997-05-02 inquiry event=asked", "1997-05-02 inquiry event=answered trafficking=yes"}},
		{"the victim is informed before there is an answer", of1997, inS2,
			[]string{"1997-05-20 inquiry event=victimInformed", "1997-05-21 inquiry event=answered trafficking=yes"}, "warn.inquiry.informed", "8.2",
			[]string{"1997-05-20 inquiry event=answered trafficking=yes", "1997-05-20 inquiry event=victimInformed"}},
		{"of an answer that nobody recorded", of1997, inS2, []string{"1997-05-20 inquiry event=victimInformed"}, "warn.inquiry.informed", "8.2", nil},
		{"escalated before anybody was asked", of1997, inS2,
			[]string{"1997-05-01 inquiry event=escalated", "1997-05-02 inquiry event=asked"}, "warn.inquiry.escalated", "8.2",
			[]string{"1997-05-02 inquiry event=asked", "1997-05-20 inquiry event=escalated"}},
		{"a reply that is due after the document of stage 2 has ended", of1997, with(before2),
			[]string{"1997-03-10 document stage=S2", "1997-05-02 inquiry event=asked replyDue=1997-06-11"}, "warn.inquiry.replyDue", "8.2",
			[]string{"1997-03-10 document stage=S2", "1997-05-02 inquiry event=asked replyDue=1997-06-10"}},
		{"a second document of stage 2, which 1997 does not know", of1997, before2,
			[]string{"1997-03-10 document stage=S2", "1997-06-10 document stage=S2"}, "warn.renewals", "8.2",
			[]string{"1997-03-10 document stage=S2"}},
		{"the circular knows one extension", of2019, before2, []string{"1997-03-10 document stage=S2", "1997-06-10 document stage=S2"}, "", "", nil},
		{"and no third document", of2019, before2,
			[]string{"1997-03-10 document stage=S2", "1997-06-10 document stage=S2", "1997-09-10 document stage=S2"}, "warn.renewals", "61/3", nil},
		{"stage 3 is renewed as long as the proceedings run", of1997, inS3, []string{"1997-12-10 document stage=S3", "1998-06-10 document stage=S3"}, "", "", nil},
		{"a second document of stage 1 the day the first ends", of1997, consented,
			[]string{"1997-03-03 document stage=S1", "1997-04-17 document stage=S1"}, "warn.renewals", "8.1",
			[]string{"1997-03-03 document stage=S1"}},
		{"or later, under the circular", of2019, consented,
			[]string{"1997-03-03 document stage=S1", "1997-04-18 document stage=S1"}, "warn.renewals", "61/2",
			[]string{"1997-03-03 document stage=S1"}},
		{"a work permit granted in stage 1", of1997, consented,
			[]string{"1997-03-04 workPermit permit=temporary event=granted", "1997-03-03 document stage=S1"}, "warn.work.early", "8.2",
			[]string{"1997-03-04 workPermit permit=temporary event=requested", "1997-03-03 document stage=S1"}},
		{"the same under the circular", of2019, consented,
			[]string{"1997-03-04 workPermit permit=temporary event=granted", "1997-03-03 document stage=S1"}, "warn.work.early", "61/3",
			[]string{"1997-03-04 workPermit permit=temporary event=requested", "1997-03-03 document stage=S1"}},
		{"a work permit without any document", of1997, consented, []string{"1997-03-04 workPermit permit=B event=granted"}, "warn.work.early", "8.2", nil},
		{"a lawful resident's own work permit", of1997, with(consented, "1997-03-01 residence status=legal"), []string{"1997-03-04 workPermit permit=B event=granted"}, "", "", nil},
		{"permit B in stage 2", of1997, before2,
			[]string{"1997-03-11 workPermit permit=B event=granted", "1997-03-10 document stage=S2"}, "warn.work.B", "8.3",
			[]string{"1997-03-11 workPermit permit=temporary event=granted", "1997-03-10 document stage=S2"}},
		{"permit B in stage 3", of1997, inS3, []string{"1997-06-11 workPermit permit=B event=granted"}, "", "", nil},
		{"the circular has no permit B of its own", of2019, before2, []string{"1997-03-11 workPermit permit=B event=granted", "1997-03-10 document stage=S2"}, "", "", nil},
		{"social assistance granted without a document", of1997, consented,
			[]string{"1997-03-04 socialAssistance event=granted"}, "warn.social.early", "9",
			[]string{"1997-03-03 document stage=S1", "1997-03-04 socialAssistance event=granted"}},
		{"the same under the circular, which has no source for it", of2019, consented,
			[]string{"1997-03-04 socialAssistance event=granted"}, "warn.social.early", "",
			[]string{"1997-03-03 document stage=S1", "1997-03-04 socialAssistance event=granted"}},
		{"social assistance of a lawful resident", of1997, with(consented, "1997-03-01 residence status=eu"), []string{"1997-03-04 socialAssistance event=granted"}, "", "", nil},
		{"counselling taken on twice", of1997, consented[:4],
			[]string{"1997-03-02 counselling event=takenOn", "1997-03-20 counselling event=takenOn"}, "warn.counselling.twice", "4",
			[]string{"1997-03-02 counselling event=takenOn", "1997-03-10 counselling event=ended", "1997-03-20 counselling event=takenOn"}},
		{"the same under the circular", of2019, consented[:4],
			[]string{"1997-03-02 counselling event=takenOn", "1997-03-20 counselling event=takenOn"}, "warn.counselling.twice", "circular",
			[]string{"1997-03-02 counselling event=takenOn", "1997-03-10 counselling event=transferred to=surya", "1997-03-20 counselling event=takenOn"}},
		{"a printed end that is years away", of1997, consented,
			[]string{"1997-03-03 document stage=S1 printedEnd=1999-04-17"}, "warn.document.long", "8.1",
			[]string{"1997-03-03 document stage=S1 printedEnd=1997-04-30"}},
		{"the same under the circular, in stage 3", of2019, inS3[:len(inS3)-1],
			[]string{"1997-06-10 document stage=S3 printedEnd=2007-12-10"}, "warn.document.long", "61/4",
			[]string{"1997-06-10 document stage=S3 printedEnd=1998-06-10"}}, // a card of a year
		{"the duration of stage 3 is chosen", of1997, inS3[:len(inS3)-1], []string{"1997-06-10 document stage=S3 months=24 printedEnd=1999-06-10"}, "", "", nil},
		{"handed over long after its issue", of1997, consented,
			[]string{"1997-03-03 document stage=S1 notified=1997-04-01"}, "warn.notified.late", "8.1",
			[]string{"1997-03-03 document stage=S1 notified=1997-03-10"}},
		{"the same under the circular", of2019, before2,
			[]string{"1997-03-10 document stage=S2 notified=1997-05-10"}, "warn.notified.late", "61/3",
			[]string{"1997-03-10 document stage=S2 notified=1997-04-10"}},
		{"handed over after its printed end", of1997, consented,
			[]string{"1997-03-03 document stage=S1 notified=1997-04-18 printedEnd=1997-04-17"}, "warn.notified.over", "8.1",
			[]string{"1997-03-03 document stage=S1 notified=1997-03-04 printedEnd=1997-04-17"}},
		{"handed over years later", of1997, before2,
			[]string{"1997-03-10 document stage=S2 notified=1999-03-10"}, "warn.notified.over", "8.2", nil},
		{"left before anybody knew her", of1997, consented[2:],
			[]string{"1991-01-01 return step=left", "1997-03-01 triage assessment=5.1"}, "warn.return.early", "2",
			[]string{"1997-03-02 return step=left", "1997-03-01 triage assessment=5.1"}},
		{"the same under the circular", of2019, consented[2:],
			[]string{"1997-02-28 return step=left", "1997-03-01 triage assessment=5.1"}, "warn.return.early", "circular",
			[]string{"1997-03-01 return step=left", "1997-03-01 triage assessment=5.1"}},
		{"a question that carries answers", of1997, inS2,
			[]string{"1997-05-02 inquiry event=asked trafficking=yes inProgress=yes"}, "warn.inquiry.answers", "8.2",
			[]string{"1997-05-02 inquiry event=asked"}},
		{"not involved, and an earlier assessment written down later", of1997, nil,
			[]string{"1997-03-05 triage assessment=none", "1997-03-01 triage assessment=5.1"}, "warn.triage.earlier", "5",
			[]string{"1997-03-01 triage assessment=5.1", "1997-03-05 triage assessment=none"}},
		{"the same under the circular", of2019, nil,
			[]string{"1997-03-05 triage assessment=none", "1997-03-01 triage assessment=5.2"}, "warn.triage.earlier", "circular",
			[]string{"1997-03-05 triage assessment=none", "1997-03-06 triage assessment=5.1"}},

		{"a later stage before an earlier one", of1997, with(consented, "1997-03-05 complaint form=statement"),
			[]string{"1997-03-10 document stage=S2", "1997-03-11 document stage=S1"}, "finding.document.order", "8",
			[]string{"1997-03-10 document stage=S2", "1997-03-09 document stage=S1"}},
		{"stage 3 for three months, as printed", of1997, inS3[:len(inS3)-1],
			[]string{"1997-06-10 document stage=S3 printedEnd=1997-09-10"}, "finding.document.short", "8.3",
			[]string{"1997-06-10 document stage=S3 printedEnd=1997-09-11"}},
		{"the circular says nothing of more than three months", of2019, inS3[:len(inS3)-1], []string{"1997-06-10 document stage=S3 months=3 printedEnd=1997-09-10"}, "", "", nil},
		{"a summons before the complaint that led to it", of1997, with(consented, "1997-03-03 document stage=S1"),
			[]string{"1997-03-04 summons court=x", "1997-03-05 complaint form=complaint"}, "finding.summons.order", "8.3",
			[]string{"1997-03-06 summons court=x", "1997-03-05 complaint form=complaint"}},
		{"the same under the circular", of2019, with(consented, "1997-03-03 document stage=S1"),
			[]string{"1997-03-04 summons court=x", "1997-03-05 complaint form=complaint"}, "finding.summons.order", "61/5", nil},
		{"an end of counselling without a beginning", of1997, consented[:4],
			[]string{"1997-03-20 counselling event=ended"}, "finding.counselling.order", "4",
			[]string{"1997-03-02 counselling event=takenOn", "1997-03-20 counselling event=ended"}},
		{"a document after departure", of1997, consented,
			[]string{"1997-03-03 return step=left", "1997-03-04 document stage=S1"}, "finding.return.order", "2",
			[]string{"1997-03-04 return step=left", "1997-03-04 document stage=S1"}},
	} {
		p := all[c.profile]
		name := c.profile + ": " + c.name
		said := procedure.Review(fold(t, with(c.base, c.odd...)...), p)
		if c.key == "" {
			if len(said) > 0 {
				t.Errorf("%s: %v", name, said)
			}
			continue
		}
		var because []journal.ID // of the lines that are odd
		for i := range c.odd {
			because = append(because, journal.ID{byte(len(c.base) + i + 1)})
		}
		at := slices.IndexFunc(said, func(p casefile.Problem) bool { return p.Key == c.key })
		if at < 0 || len(said) != 1 {
			t.Errorf("%s: it is said %v", name, said)
			continue
		}
		if said[at].Rule != c.section {
			t.Errorf("%s: it rests on %q, want %q", name, said[at].Rule, c.section)
		}
		for _, id := range because {
			if !slices.Contains(said[at].Because, id) {
				t.Errorf("%s: it does not name the entry %d", name, id[0])
			}
		}
		if len(said[at].Because) != len(because) {
			t.Errorf("%s: it names %d entries, want %d", name, len(said[at].Because), len(because))
		}
		if c.normal == nil {
			continue
		}
		if said := procedure.Review(fold(t, with(c.base, c.normal...)...), p); len(said) > 0 {
			t.Errorf("%s: of the order that is foreseen it is said %v", name, said)
		}
	}
}

// T30: a document of stage 3 for three months is refused on the law of the case,
// which says more than three; under the circular, which does not, it is taken.
func TestT30StageThreeForThreeMonthsIsRefused(t *testing.T) {
	all := profiles(t)
	for id, want := range map[string]int{of1997: 4, of2019: 1} {
		if st, _ := all[id].Stage("S3"); st.Fewest() != want {
			t.Errorf("%s: a document of stage 3 is asked for from %d months on, want %d", id, st.Fewest(), want)
		}
	}
	for _, c := range []struct {
		profile, stage string
		months         int
		want           string
	}{
		{of1997, "S3", 3, "problem.months.few §8.3"}, {of1997, "S3", 1, "problem.months.few §8.3"}, {of1997, "S3", 4, ""}, {of1997, "S3", 60, ""},
		{of1997, "S1", 4, "problem.months.stage §8.1"}, {of1997, "S2", 4, "problem.months.stage §8.2"}, {of1997, "U", 4, "problem.months.stage §8.3"},
		{"circular-2016-12", "S3", 3, ""}, {"circular-2017-05", "S3", 3, ""}, {of2019, "S3", 3, ""}, {of2019, "S3", 12, ""},
		{of2019, "S2", 3, "problem.months.stage §61/3"},
	} {
		e := casefile.NewEntry(casefile.KindDocument, civil.Must(1997, 6, 10), &casefile.Document{Stage: c.stage, Months: c.months})
		got := ""
		var x casefile.Problem
		if err := procedure.Allows(fold(t, inS2...), all[c.profile], &e); errors.As(err, &x) {
			got = x.Key + " §" + x.Rule
		}
		if got != c.want {
			t.Errorf("%s, %s for %d months: %q, want %q", c.profile, c.stage, c.months, got, c.want)
		}
		if c.stage == "U" {
			continue
		}
		if _, err := procedure.DocumentTerm(all[c.profile], c.stage, e.On, civil.Date{}, civil.Date{}, c.months); (err != nil) != (c.want != "") {
			t.Errorf("%s, %s for %d months: its dates say %v", c.profile, c.stage, c.months, err)
		}
	}
}

// A finding about a case under a circular never cites the instructions of 1997,
// whatever stands in the journal.
func TestNoFindingUnderACircularCites1997(t *testing.T) {
	p, old := profiles(t)[of2019], profiles(t)[of1997]
	allowed := []string{"", "circular", "61/2", "61/3", "61/4", "61/5"}
	cited := 0
	for _, c := range stories {
		f := fold(t, c.lines...)
		for _, x := range append(f.Findings, procedure.Review(f, p)...) {
			if !slices.Contains(allowed, x.Rule) {
				t.Errorf("%s: %s rests on %q", c.name, x.Key, x.Rule)
			}
		}
		for _, x := range procedure.Review(f, old) {
			if strings.Contains(x.Rule, "/") || x.Rule == "circular" || x.Rule == "" {
				t.Errorf("%s: under 1997 %s rests on %q", c.name, x.Key, x.Rule)
			}
			cited++
		}
	}
	if cited < 10 {
		t.Errorf("only %d findings were looked at", cited)
	}
}

// An entry that lies after the present day is named, whatever clock recorded
// it; one that was taken back is not, nor one that somebody merely supposes.
func TestAnEntryThatLiesAheadIsNamed(t *testing.T) {
	lines := with(consented, "1997-03-10 document stage=S1", "1997-03-11 complaint form=statement", "1997-03-20 void of="+journal.ID{7}.String())
	f := fold(t, lines...)
	for day, want := range map[string]int{"1997-03-09": 2, "1997-03-10": 2, "1997-03-11": 1, "1997-03-20": 0, "2026-01-01": 0} {
		on, err := civil.Parse(day)
		if err != nil {
			t.Fatal(err)
		}
		x := procedure.Ahead(f, on)
		switch {
		case x == nil && want > 0 || x != nil && (len(x.Because) != want || x.Key != "warn.ahead" || x.Rule != ""):
			t.Errorf("on %s: %v, want %d entries", day, x, want)
		}
	}
	supposed := casefile.NewEntry(casefile.KindNote, civil.Must(1999, 1, 1), &casefile.Note{Text: "x"})
	then, err := procedure.WhatIf(records(lines...), profiles(t)[of1997], supposed)
	if err != nil {
		t.Fatal(err)
	}
	if x := procedure.Ahead(then, civil.Must(1997, 4, 1)); x != nil {
		t.Errorf("what is supposed is said to lie ahead: %v", x)
	}
}

// Who is a minor and alone goes to stage 2 without a complaint or statement
// where the procedure says so, and nowhere else.
func TestAMinorWhoIsAloneNeedsNoStatementWhereTheProcedureSaysSo(t *testing.T) {
	const document, later = "2026-06-01 document stage=S2", "2026-06-20 complaint form=statement unit=u"
	for id, p := range profiles(t) {
		st, _ := p.Stage("S2")
		if want := id != procedure.Default; st.MinorsDirectly != want {
			t.Errorf("%s: minors directly: %v", id, st.MinorsDirectly)
		}
		for _, c := range []struct {
			name   string
			lines  []string
			except bool // where the procedure has the exception nothing is odd
		}{
			{"a minor alone", []string{"2026-05-01 person born=2010-02-03", document}, true},
			{"who made a statement later", []string{"2026-05-01 person born=2010-02-03", document, later}, true},
			{"with a parent", []string{"2026-05-01 person born=2010-02-03", "2026-05-02 guardian event=accompanied", document}, false},
			{"of age", []string{"2026-05-01 person born=2008-06-01", document}, false},
			{"a day before that", []string{"2026-05-01 person born=2008-06-02", document}, true},
			{"nobody knows how old", []string{document}, false},
		} {
			got := warnings(fold(t, append([]string{"2026-05-01 counselling event=takenOn"}, c.lines...)...), p)
			want := "S2.complaint"
			if slices.Contains(c.lines, later) {
				want = "complaint.after"
			}
			if c.except && st.MinorsDirectly {
				want = ""
			}
			if got != want {
				t.Errorf("%s, %s: %q, want %q", id, c.name, got, want)
			}
		}
	}
}

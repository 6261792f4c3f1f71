package letter_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/document"
	"onthaal/domain/letter"
	"onthaal/domain/letter/sample"
	"onthaal/domain/procedure"
)

// state says how one letter stands: "ready", "why.S2", or what is missing and
// where it is asked.
func (s shelf) state(t testing.TB, profile, kind string, today civil.Date, lines ...string) string {
	t.Helper()
	f := entries(t, lines...)
	p := s.Profiles[profile]
	schedule := procedure.Assess(f, p)
	for _, st := range letter.States(f, &schedule, p, s.Office("nl"), s.Book, today, lacks) {
		if st.Kind != kind {
			continue
		}
		switch st.State {
		case letter.Ready:
			return "ready"
		case letter.NotApplicable:
			return st.Why
		}
		var m []string
		for _, x := range st.Missing {
			m = append(m, x.String()+"@"+string(x.Step))
		}
		if st.Draft {
			m = append(m, "draft")
		}
		return strings.Join(m, " ")
	}
	t.Fatalf("there is no %s", kind)
	return ""
}

// without leaves out the entries of a kind.
func without(lines []string, kind string) []string {
	var left []string
	for _, l := range lines {
		if strings.Fields(l)[1] != kind {
			left = append(left, l)
		}
	}
	return left
}

// When each letter can be made, and what it waits for: the rules R18 to R31 and
// the cases T21 to T34 as a letter meets them.
func TestWhenEachLetterCanBeMade(t *testing.T) {
	s := load(t)
	spring, may, june := civil.Must(1997, 4, 1), civil.Must(1997, 5, 2), civil.Must(1997, 6, 17)
	asked := `1997-03-20 inquiry {"event":"asked","replyDue":"1997-05-20"}`
	for _, c := range []struct {
		name, kind string
		today      civil.Date
		lines      []string
		want       string
	}{
		{"T21, R18: a statement at once", "L03", spring, with(told, `1997-03-02 complaint {"form":"statement","unit":"u"}`), "ready"},
		{"R18: no statement yet", "L03", spring, told, "complaint@case"},
		{"R18: stage 1 was issued", "L03", spring, rich, "why.documentIssued"},
		{"R19: a day late is no bar", "L04", may, with(in1, `1997-04-18 complaint {"form":"complaint","unit":"u"}`), "ready"},
		{"R22: the prosecutor was not asked", "L05", may, in2, "ready"},
		{"R22: asked, with time to answer", "L05", may, with(in2, asked), "why.replyAwaited"},
		{"R25: the last day is still in time", "L05", civil.Must(1997, 5, 20), with(in2, asked), "why.replyAwaited"},
		{"R25: silent", "L05", civil.Must(1997, 5, 21), with(in2, asked), "ready"},
		{"R25: escalated, and not near the end", "L05", civil.Must(1997, 5, 25), with(in2, asked, `1997-05-21 inquiry {"event":"escalated"}`), "why.replyAwaited"},
		{"R25: escalated, fifteen days before the end", "L05", civil.Must(1997, 6, 2), with(in2, asked, `1997-05-21 inquiry {"event":"escalated"}`), "why.replyAwaited"},
		{"R25: escalated, fourteen days before the end", "L05", civil.Must(1997, 6, 3), with(in2, asked, `1997-05-21 inquiry {"event":"escalated"}`), "ready"},
		{"R22: escalated before; the document that extends asks anew", "L05", civil.Must(1997, 6, 20), with(in2, asked, `1997-05-21 inquiry {"event":"escalated"}`, `1997-06-17 document {"stage":"S2"}`), "ready"},
		{"T22: an answer that leaves a question open", "L05", june, with(in2, asked, `1997-06-01 inquiry {"event":"answered","trafficking":"yes","inProgress":"unknown"}`), "ready"},
		{"answered", "L05", june, in3[:len(in3)-1], "why.answered"},
		{"in stage 1", "L05", spring, rich, "why.S2"},
		{"R26: two affirmative answers", "L06", june, in3[:len(in3)-1], "ready"},
		{"R26: asked, and no answer yet", "L06", may, with(in2, asked), "ready"},
		{"R26: nobody knows of a question", "L06", may, in2, "answers@case"},
		{"R26: nobody knows, but it should have been put", "L06", civil.Must(1997, 5, 17), in2, "ready"},
		{"T23: one No", "L06", june, with(in2, asked, `1997-06-01 inquiry {"event":"answered","trafficking":"yes","inProgress":"no"}`), "why.negative"},
		{"T23: one No", "L07", june, with(in2, asked, `1997-06-01 inquiry {"event":"answered","trafficking":"yes","inProgress":"no"}`), "why.S3"},
		{"T23: one No", "L08", june, with(in2, asked, `1997-06-01 inquiry {"event":"answered","trafficking":"yes","inProgress":"no"}`), "why.noSummons"},
		{"stage 3 reached", "L06", june, in3, "why.documentIssued"},
		{"renewal", "L07", june, in3, "ready"},
		{"the proceedings ended", "L07", june, with(in3, `1997-06-17 proceedingsEnded {"how":"finalJudgment"}`), "why.proceedingsEnded"},
		{"R28: summons and importance", "L08", june, summoned, "ready"},
		{"R28: of no court", "L08", june, with(in3, `1997-09-01 summons {}`, `1997-09-02 importance {"considered":"yes"}`), "summons.court@case"},
		{"T24: a summons alone", "L08", june, with(in3, `1998-02-01 summons {"court":"x"}`), "importance@case draft"},
		{"T24: importance alone", "L08", june, with(in3, `1998-02-01 importance {"considered":"yes"}`), "summons@case draft"},
		{"R28: from stage 3 on", "L08", june, with(in2, `1997-05-01 summons {"court":"x"}`, `1997-05-01 importance {"considered":"yes"}`), "document.S3@case"},
		{"R21: work in stage 2", "L09", may, in2, "ready"},
		{"R21: none in stage 1", "L09", may, rich, "why.S2"},
		{"work: she said nothing about it", "L09", may, unasked(in2, "workService"), "consent.workService@consent"},
		{"work: in a municipality that nobody knows", "L09", may, with(rich, `1997-03-17 document {"stage":"S2","municipality":"Voorbeeldstad"}`), "municipality.region@case"},
		{"work: without a municipality", "L09", may, with(told, `1997-03-17 document {"stage":"S2"}`, `1997-03-17 consent {"purpose":"workService","answer":"given"}`), "municipality@case"},
		{"a name in another script alone", "L01", spring, with(in1, `1997-03-03 person {"familyName":"Попов","givenNames":"Иван","born":"1975","nationalities":["BG"],"sex":"M"}`), "person.familyName.latin@person person.givenNames.latin@person"},
		{"a certificate too", "L16", spring, with(in1, `1997-03-03 person {"familyName":"الأحمد","givenNames":"Layla"}`, `1997-03-04 contact {"how":"atCentre","outcome":"made"}`), "person.familyName.latin@person"},
		{"a name half in another script", "L01", spring, with(in1, `1997-03-03 person {"familyName":"Popoв","born":"1975","nationalities":["BG"],"sex":"M"}`), "person.familyName.latin@person"},
		{"a name in both", "L01", spring, with(in1, `1997-03-03 person {"familyName":"ʿAbd al-Popov","originalScript":"Попов","born":"1975","nationalities":["BG"],"sex":"M"}`), "ready"},
		{"a letter that names nobody", "L15", spring, with(told, `1997-03-03 person {"familyName":"Попов"}`, `1997-03-04 counselling {"event":"declined"}`), "ready"},
		{"R27: permit B in stage 3", "L10", june, everything, "ready"},
		{"permit B without an employer", "L10", june, in3, "workPermit.employer@case"},
		{"R29: from stage 1", "L11", spring, rich, "ready"},
		{"R29: not before", "L11", spring, told, "municipality@case document.S1@case"},
		{"T27: a lawful resident is helped", "L11", spring, with(told, `1997-03-03 residence {"status":"legal"}`, `1997-03-03 socialAssistance {"event":"requested","municipality":"Gent"}`), "ready"},
		{"T27: and not named", "L17", spring, with(told, `1997-03-03 residence {"status":"legal"}`), "why.lawful"},
		{"T27: unless somebody said why", "L02", spring, with(told, `1997-03-03 residence {"status":"legal","askAnyway":"the visa ends"}`), "ready"},
		{"a check is no case", "L12", spring, rich, "why.operation"},
		{"a check is no case", "L13", spring, rich, "why.operation"},
		{"R20: counselling goes on", "L14", spring, rich, "why.counselling"},
		{"R20: it ended", "L14", spring, with(in2, `1997-03-20 counselling {"event":"ended"}`), "ready"},
		{"T31: also without consent", "L14", spring, with(in2, `1997-03-20 consent {"purpose":"foreignersDepartment","answer":"withdrawn"}`, `1997-03-20 counselling {"event":"ended"}`), "ready"},
		{"the Department never heard of the person", "L14", spring, with(base, `1997-03-20 counselling {"event":"ended"}`), "why.unknownToDepartment"},
		{"R07: unable", "L15", spring, declined, "ready"},
		{"R07: able", "L15", spring, base, "why.able"},
		{"R07: came by herself", "L15", spring, with(declined[:1], `1997-03-01 referral {"channel":"self"}`, declined[2]), "why.noService"},
		{"R07: from a service without a name", "L15", spring, with(declined[:1], `1997-03-01 referral {"channel":"police"}`, declined[2]), "referral.unit@referral"},
		{"a meeting", "L16", spring, base, "ready"},
		{"no meeting that took place", "L16", spring, with(without(base, "contact"), `1997-03-02 contact {"how":"atCentre","outcome":"notReached"}`, `1997-03-02 contact {"how":"telephone","outcome":"made"}`), "contact.atCentre@case"},
		{"R06: the police referred", "L17", spring, base, "ready"},
		{"R06: a hospital did", "L17", spring, with(base, `1997-03-03 referral {"channel":"hospital","unit":"UZ"}`), "why.noService"},
		{"R10: implicated", "L16", spring, with(base, `1997-03-05 triage {"assessment":"5.3"}`), "why.stopped"},
		{"not involved", "L15", spring, with(base, `1997-03-05 triage {"assessment":"none"}`), "why.uninvolved"},
		{"an office with an emoji", "L06", june, with(in2, `1997-05-12 inquiry {"event":"answered","trafficking":"yes","inProgress":"yes","office":"Parket 😀"}`), "inquiry.office.glyph@case"},
		{"an employer with an emoji", "L10", june, with(in3, `1997-08-01 workPermit {"permit":"B","event":"requested","employer":"😀"}`), "workPermit.employer.glyph@case"},
		{"an employer with a pile of marks", "L10", june, with(in3, `1997-08-01 workPermit {"permit":"B","event":"requested","employer":"A`+strings.Repeat("\u0301", document.MostMarks+1)+`"}`), "workPermit.employer.marks@case"},
		{"an employer with an emoji besides", "L10", june, with(in3, `1997-08-01 workPermit {"permit":"B","event":"requested","employer":"😀A`+strings.Repeat("\u0301", document.MostMarks+1)+`"}`), "workPermit.employer.glyph@case"},
		{"a referrer's officer with an emoji", "L17", spring, with(base, `1997-03-03 referral {"channel":"police","unit":"Politie","officer":"😀"}`), "referral.officer.glyph@referral"},
		{"a referrer's address with an emoji", "L17", spring, with(base, `1997-03-03 referral {"channel":"police","unit":"Politie","address":"Straat 1\n9999 😀"}`), "referral.address.glyph@referral"},
		{"a referrer with an emoji", "L17", spring, with(base, `1997-03-03 referral {"channel":"police","unit":"Politie 😀"}`), "referral.unit.glyph@referral"},
		{"a CPAS with an emoji", "L11", spring, with(rich, `1997-03-03 socialAssistance {"event":"requested","municipality":"Gent","address":"😀"}`), "socialAssistance.address.glyph@case"},
		{"a lawyer with an emoji", "L08", june, with(summoned, `1997-10-02 legalAidRequested {"lawyer":"😀"}`), "legalAidRequested.lawyer.glyph@case"},
	} {
		if got := s.state(t, procedure.Default, c.kind, c.today, c.lines...); got != c.want {
			t.Errorf("%s: %s is %q, want %q", c.name, c.kind, got, c.want)
		}
	}
	// permits of that time exist under the instructions alone
	for _, profile := range []string{"circular-2016-12", "circular-2017-05", "circular-2019-01"} {
		for _, kind := range []string{"L09", "L10"} {
			if got := s.state(t, profile, kind, may, in2...); got != "why.profile" {
				t.Errorf("%s under %s is %q", kind, profile, got)
			}
			f := fold(t, in2...)
			schedule := procedure.Assess(f, s.Profiles[profile])
			_, err := letter.Compose(letter.Request{Kind: kind, Lang: "nl", Date: may, File: f, Schedule: &schedule, Profile: s.Profiles[profile], Texts: s.Texts, Contacts: s.Book})
			if p, ok := err.(casefile.Problem); !ok || p.Key != "problem.letter.profile" {
				t.Errorf("%s under %s: %v", kind, profile, err)
			}
		}
	}
}

// unasked leaves out the consent for one purpose.
func unasked(lines []string, purpose string) []string {
	var left []string
	for _, l := range lines {
		if !strings.Contains(l, `"purpose":"`+purpose+`"`) {
			left = append(left, l)
		}
	}
	return left
}

// T29: a local service without approval requests nothing; what is no request
// it may write.
func TestT29OnlyRequestsWaitForTheApproval(t *testing.T) {
	s := load(t)
	f := fold(t, in1...)
	schedule := procedure.Assess(f, s.profile)
	o := s.Office("nl")
	o.Refused = "office.agreement.approved"
	for _, st := range letter.States(f, &schedule, s.profile, o, s.Book, civil.Must(1997, 4, 1), lacks) {
		blocked := false
		for _, m := range st.Missing {
			blocked = blocked || m.Key == o.Refused
		}
		request := st.Kind <= "L08"
		if st.State != letter.NotApplicable && blocked != request {
			t.Errorf("%s waits for the approval: %v", st.Kind, blocked)
		}
	}
}

// trafficking is what nobody may read over the person's shoulder.
var trafficking = regexp.MustCompile(`(?i)mensenhandel|traite|menschenhandel|traffick|slachtoffer|victim|opfer|procedure|procédure|verfahren|instructions|circular`)

// N4: what the person carries says nothing of what she is, nor does the title
// or a running head of any letter.
func TestN4WhatThePersonCarriesSaysNothing(t *testing.T) {
	s := load(t)
	for id, p := range s.Profiles {
		for _, lang := range langs {
			f := entries(t, ended...)
			f.Language = own(lang)
			for _, kind := range aboutPerson() {
				if _, ok := p.Letters[kind]; !ok {
					continue
				}
				d := s.composeOf(t, letter.Request{Kind: kind, Lang: lang, Date: civil.Must(1997, 11, 5), File: f, Profile: p})
				for what, text := range map[string]string{"title": d.Title, "running head": d.Running.String()} {
					if m := trafficking.FindString(text); m != "" || strings.Contains(text, "Đorđević") || strings.Contains(text, kind) {
						t.Errorf("%s.%s under %s: the %s says %q", kind, lang, id, what, text)
					}
				}
				if kind != "L16" {
					continue
				}
				d.Texts(func(text document.Text) {
					if m := trafficking.FindString(text.String()); m != "" {
						t.Errorf("%s.%s under %s says %q", kind, lang, id, m)
					}
				})
				if !strings.Contains(plain(d), "Đorđević") || len(d.Foot) > 0 || len(d.Address) > 0 || strings.Contains(plain(d), "5.412.907") {
					t.Errorf("%s under %s reads %s", lang, id, plain(d))
				}
			}
		}
	}
}

// Who is neither police nor Department reads no more than the law of the matter
// needs: not that it is about trafficking, and nothing of the facts. An
// employer reads nothing at all.
func TestOtherServicesDoNotReadWhatThePersonIs(t *testing.T) {
	s := load(t)
	for _, kind := range []string{"L09", "L10", "L11"} {
		for id, p := range s.Profiles {
			if _, ok := p.Letters[kind]; !ok {
				continue
			}
			for _, lang := range langs {
				f := fold(t, everything...)
				f.Language = own(lang)
				d := s.composeOf(t, letter.Request{Kind: kind, Lang: lang, Date: civil.Must(1997, 11, 5), File: f, Profile: p})
				text := strings.Join(body(d), "\n")
				for _, fact := range []string{"mensenhandel", "traite des", "Menschenhandel", "trafficking", "slachtoffer", "victime", "Opfer", "victim", "parket", "Parket", "klacht", "plainte", "Anzeige", "complaint", "VB.00"} {
					if strings.Contains(text, fact) {
						t.Errorf("%s.%s under %s says %q: %s", kind, lang, id, fact, text)
					}
				}
				if all := plain(d); strings.Contains(all, "Anica") || strings.Contains(all, "Kopie aan") || strings.Contains(all, "Copie à") {
					t.Errorf("%s.%s names an alias or has a copy", kind, lang)
				}
			}
		}
	}
}

// N5: a letter about a check has no place for its target, and what would be one
// is refused.
func TestN5AStandbyHasNoPlaceForTheTarget(t *testing.T) {
	today := civil.Must(1997, 3, 4)
	good := `{"language":"nl","centre":"payoke","inspection":"Inspectie","from":"1997-03-20","district":"Antwerpen"}`
	if _, err := letter.ParseStandby([]byte(good), today); err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"target", "company", "employer", "site", "street", "name", "operation"} {
		bad := strings.Replace(good, "{", `{"`+field+`":"Bouwwerf Fictief",`, 1)
		_, err := letter.ParseStandby([]byte(bad), today)
		if p, ok := err.(casefile.Problem); !ok || p.Key != "problem.standby" || strings.Contains(err.Error(), "Fictief") {
			t.Errorf("%s: %v", field, err)
		}
	}
	known := map[string]bool{}
	for _, name := range strings.Fields("language centre inspection address phone reference officer officerPhone from to district persons languages answerBy staff staffPhone minutes places speaks leaflets") {
		known[name] = true
	}
	for i := range reflect.TypeFor[letter.Standby]().NumField() {
		name, _, _ := strings.Cut(reflect.TypeFor[letter.Standby]().Field(i).Tag.Get("json"), ",")
		if !known[name] {
			t.Errorf("there is a field %s: say why it cannot tell the target", name)
		}
	}
}

func TestWhatAStandbyMustSay(t *testing.T) {
	today := civil.Must(1997, 3, 4)
	whole := map[string]any{"language": "nl", "centre": "payoke", "inspection": "Inspectie", "from": "1997-03-20", "district": "Antwerpen"}
	for field, c := range map[string]struct {
		value any
		want  string
	}{
		"language": {"en", "problem.choice at language Allowed"}, "centre": {"", "problem.missing at centre"}, "inspection": {"", "problem.missing at inspection"},
		"from": {"1980-01-01", "problem.date.range at from From To"}, "district": {"", "problem.missing at district"}, "to": {"1997-03-19", "problem.date.before at to From"},
		"persons": {-1, "problem.number.range at persons From To"}, "languages": {[]string{"Kwaad marker"}, "problem.language at languages"},
		"staff": {"a\u202eb", "problem.text.control at staff"}, "answerBy": {"2040-01-01", "problem.date.range at answerBy From To"}, "officer": {7, "problem.standby at standby"},
	} {
		changed := map[string]any{}
		for k, v := range whole {
			changed[k] = v
		}
		changed[field] = c.value
		data, err := json.Marshal(changed)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := letter.ParseStandby(data, today); err == nil || err.Error() != c.want {
			t.Errorf("%s %v: %v, want %s", field, c.value, err, c.want)
		}
	}
	if _, err := letter.ParseStandby([]byte(`{} {}`), today); err == nil {
		t.Error("two were read")
	}
}

// Each letter goes where the procedure sends it, in the language of whom it
// goes to.
func TestWhoIsWrittenToAndInWhichLanguage(t *testing.T) {
	s := load(t)
	at := func(municipality string) []string {
		return with(in2, `1997-05-01 socialAssistance {"event":"requested","municipality":"`+municipality+`"}`)
	}
	for _, c := range []struct {
		kind, file, municipality, lang, to string
	}{
		{"L01", "fr", "Antwerpen", "fr", "Office des étrangers"}, {"L11", "fr", "Antwerpen", "nl", "ANTWERPEN"},
		{"L11", "nl", "Liège", "fr", "LIÈGE"}, {"L11", "fr", "Eupen", "de", "EUPEN"}, {"L11", "de", "Schaarbeek", "fr", "SCHAARBEEK"},
		{"L11", "nl", "Schaarbeek", "nl", "SCHAARBEEK"}, {"L11", "nl", "Voorbeeldstad", "nl", "VOORBEELDSTAD"},
		{"L09", "nl", "Namur", "fr", "5100 JAMBES"}, {"L09", "fr", "Gent", "nl", "1030 BRUSSEL"}, {"L09", "nl", "Raeren", "de", "4700 EUPEN"}, {"L09", "fr", "Elsene", "fr", "1035 BRUXELLES"},
		{"L17", "nl", "Antwerpen", "nl", "BOB Voorbeeldstad"},
	} {
		f := fold(t, at(c.municipality)...)
		f.Language = c.file
		lang := letter.Language(c.kind, f, s.Book)
		d := s.composeOf(t, letter.Request{Kind: c.kind, Lang: lang, Date: civil.Must(1997, 5, 2), File: f, Profile: s.profile})
		to := ""
		for _, l := range d.Address {
			to += l.String() + "\n"
		}
		if lang != c.lang || d.Stamp != "" || !strings.Contains(to, c.to) {
			t.Errorf("%s of a file in %s at %s: in %s, stamped %q, to %s", c.kind, c.file, c.municipality, lang, d.Stamp, to)
		}
	}
	// that a region decided the language is said also where it is that of the file
	for kind, town := range map[string]string{"L11": "Namur", "L09": "Liège", "L01": "Namur", "L17": "Namur", "L10": "Voorbeeldstad"} {
		f := fold(t, at(town)...)
		f.Language = "fr"
		schedule := procedure.Assess(f, s.profile)
		states := letter.States(f, &schedule, s.profile, s.Office("fr"), s.Book, civil.Must(1997, 5, 2), lacks)
		i := slices.IndexFunc(states, func(st letter.State) bool { return st.Kind == kind })
		if want := kind == "L11" || kind == "L09"; states[i].Regional != want || states[i].Language != "fr" {
			t.Errorf("%s of a French file at %s: in %s, by its region: %v", kind, town, states[i].Language, states[i].Regional)
		}
	}
	// where somebody recorded the address of the CPAS, the letter can be posted
	f := fold(t, with(in2, `1997-05-01 socialAssistance {"event":"requested","municipality":"Gent","address":"Voorbeeldplein 1\n9000 GENT"}`)...)
	d := s.composeOf(t, letter.Request{Kind: "L11", Lang: "nl", Date: civil.Must(1997, 5, 2), File: f, Profile: s.profile})
	if n := len(d.Address); n < 3 || d.Address[n-2].String() != "Voorbeeldplein 1" || d.Address[n-1].String() != "9000 GENT" {
		t.Errorf("the address is %q", d.Address)
	}
	// and the line of the town is in capitals, as the Post asks, wherever somebody
	// typed it; no other line is touched
	typed := "Bd de l’Île 1\n4000 Liège\nTél. 1234"
	f = fold(t, with(in2, fmt.Sprintf(`1997-05-01 socialAssistance {"event":"requested","municipality":"Liège","address":%q}`, typed),
		fmt.Sprintf(`1997-05-01 referral {"channel":"police","unit":"Police de Liège","officer":"Inspecteur A. Fictief","address":%q}`, typed))...)
	for _, kind := range []string{"L11", "L17", "L15"} {
		for _, lang := range langs {
			d := s.composeOf(t, letter.Request{Kind: kind, Lang: lang, Date: civil.Must(1997, 5, 2), File: f, Profile: s.profile})
			if to := lines(d.Address); !strings.HasSuffix(to, "Bd de l’Île 1\n4000 LIÈGE\nTél. 1234\n") {
				t.Errorf("%s in %s goes to %q", kind, lang, to)
			}
		}
	}
	inspection := sample.Standby("rich", "fr")
	inspection.Address, inspection.Officer = strings.Split(typed, "\n"), "Inspecteur A. Fictief"
	for _, lang := range langs {
		d := s.composeOf(t, letter.Request{Kind: "L13", Lang: lang, Date: civil.Must(1997, 3, 4), Standby: inspection, Profile: s.profile})
		if to := lines(d.Address); !strings.Contains(to, "\n4000 LIÈGE\n") {
			t.Errorf("L13 in %s goes to %q", lang, to)
		}
		// no word before a name has to change for it: d’Inspecteur, Herrn
		f.Language = own(lang)
		for _, to := range []string{lines(d.Address), lines(s.composeOf(t, letter.Request{Kind: "L17", Lang: lang, Date: civil.Must(1997, 5, 2), File: f, Profile: s.profile}).Address)} {
			if want := map[string]string{"nl": "T.a.v. ", "fr": "À l’attention de\u00a0: ", "de": "Zu Händen: ", "en": "For the attention of "}[lang] + "Inspecteur A. Fictief\n"; !strings.Contains(to, want) {
				t.Errorf("%s: %q is not in %q", lang, want, to)
			}
		}
	}
	// a prosecutor is greeted as such, and takes leave as such
	f = fold(t, with(declined[:1], `1997-03-01 referral {"channel":"prosecutor","unit":"Parquet de Liège","address":"Rue A 1\nRue B 2\n\nC\nD\nE\nF\nG"}`, declined[2])...)
	for lang, want := range map[string]string{"nl": "procureur des Konings,", "fr": "Madame, Monsieur le Procureur du Roi,", "de": "Prokurator des Königs,"} {
		f.Language = lang
		d := s.composeOf(t, letter.Request{Kind: "L15", Lang: lang, Date: civil.Must(1997, 5, 2), File: f, Profile: s.profile})
		if !strings.Contains(body(d)[0], want) || lang == "fr" && !strings.Contains(plain(d), "Procureur du Roi, l’expression") {
			t.Errorf("%s: %s", lang, plain(d))
		}
		if len(d.Address) != 7 || !strings.HasSuffix(d.Address[6].String(), "F, G") {
			t.Errorf("the address is %q", d.Address)
		}
	}
}

// The service that grants permits is told the employer, the job and the day on
// which it is to begin, as far as the file has them.
func TestAPermitIsAskedForWithWhatTheJobIs(t *testing.T) {
	s := load(t)
	for _, kind := range []string{"L09", "L10"} {
		for lang, want := range map[string][2]string{
			"nl": {"Functie: bakkersgast", "Begin van het werk: 1 november 1997"}, "fr": {"Fonction: bakkersgast", "Début du travail: 1er novembre 1997"},
			"de": {"Tätigkeit: bakkersgast", "Arbeitsbeginn: 1. November 1997"}, "en": {"Job: bakkersgast", "Start of work: 1 November 1997"},
		} {
			for n, body := range []string{`"employer":"Bakkerij"`, `"employer":"Bakkerij","job":"bakkersgast"`, `"employer":"Bakkerij","job":"bakkersgast","from":"1997-11-01"`} {
				said := unseen(plain(s.compose(t, kind, lang, false, with(in3, `1997-10-02 workPermit {"permit":"B","event":"requested",`+body+`}`)...)))
				for i, w := range want {
					if strings.Contains(said, unseen(w)) != (n > i) {
						t.Errorf("%s in %s, %s:\n%s", kind, lang, body, said)
					}
				}
				if !strings.Contains(said, "Bakkerij") {
					t.Errorf("%s in %s does not name the employer", kind, lang)
				}
			}
		}
	}
	if got := s.state(t, procedure.Default, "L10", civil.Must(1997, 10, 3), with(in3, `1997-10-02 workPermit {"permit":"B","event":"requested","employer":"x","job":"😀"}`)...); got != "workPermit.job.glyph@case" {
		t.Errorf("a job with an emoji: %s", got)
	}
}

// A copy goes to the prosecutor's office with the person's consent only.
func TestNoCopyToTheProsecutorWithoutConsent(t *testing.T) {
	s := load(t)
	lines := with(told, `1997-03-03 complaint {"form":"complaint","unit":"u"}`, `1997-03-03 assistanceRequested {"phase":"investigation","office":"Parket Antwerpen"}`)
	for _, c := range []struct {
		lines []string
		want  bool
	}{{lines, true}, {unasked(lines, "prosecution"), false}, {with(lines, `1997-03-04 consent {"purpose":"prosecution","answer":"withdrawn"}`), false}} {
		if got := strings.Contains(plain(s.compose(t, "L03", "nl", false, c.lines...)), "Kopie aan: Parket Antwerpen"); got != c.want {
			t.Errorf("a copy goes to the prosecutor: %v, want %v", got, c.want)
		}
	}
}

// No letter states a right, and none promises: the Department decides.
func TestNoLetterPromises(t *testing.T) {
	s := load(t)
	promise := regexp.MustCompile(`(?i)heeft recht op|a droit à|hat Anspruch auf|is entitled|has the right|zal krijgen|obtiendra|wird erhalten`)
	for _, c := range sample.Read {
		if c.Lines == nil {
			continue
		}
		for _, lang := range langs {
			f := fold(t, c.Lines...)
			f.Language = own(lang)
			d := s.composeOf(t, letter.Request{Kind: c.Kind, Lang: lang, Date: c.On, File: f, Profile: s.profile})
			if m := promise.FindString(strings.Join(body(d), " ")); m != "" {
				t.Errorf("%s.%s %s says %q", c.Kind, lang, c.Name, m)
			}
		}
	}
}

// lines are the lines of an address.
func lines(to []document.Text) (s string) {
	for _, l := range to {
		s += l.String() + "\n"
	}
	return s
}

// The consent that a letter states is the one that was given: that the centre
// writes to the Department, on that day, and never one to a request that nobody
// had thought of then.
func TestALetterStatesTheConsentThatWasGiven(t *testing.T) {
	s := load(t)
	said := map[string]string{
		"nl": "gaf ons centrum op 2 maart 1997 toestemming om namens de betrokkene aan uw dienst te schrijven.",
		"fr": "Le 2 mars 1997, la personne concernée a consenti à ce que notre centre s’adresse en son nom à votre Office.",
		"de": "hat am 2. März 1997 darin eingewilligt, dass unser Zentrum sich in ihrem Namen an Ihre Behörde wendet.",
		"en": "On 2 March 1997 the person consented to our centre writing to your department on the person’s behalf.",
	}
	for lang, want := range map[string]string{
		"nl": "gaf ons centrum op 2 maart 1997 toestemming om namens de betrokkene maatschappelijke dienstverlening aan te vragen.", "fr": "consenti à ce que notre centre demande en son nom l’aide sociale.",
		"de": "darin eingewilligt, dass unser Zentrum in ihrem Namen Sozialhilfe beantragt.", "en": "consented to our centre applying for social assistance on the person’s behalf.",
	} {
		if text := unseen(strings.Join(body(s.compose(t, "L11", lang, false, everything...)), " ")); !strings.Contains(text, unseen(want)) {
			t.Errorf("L11 in %s says %s", lang, text)
		}
	}
	for _, kind := range []string{"L02", "L03", "L06", "L08"} {
		for lang, want := range said {
			text := unseen(strings.Join(body(s.compose(t, kind, lang, false, everything...)), " "))
			if strings.Count(text, unseen(want)) != 1 || strings.Count(text, unseen(s.Texts.Date(lang, civil.Must(1997, 3, 2)))) > 2 {
				t.Errorf("%s in %s says %s", kind, lang, text)
			}
			text = unseen(strings.Join(body(s.compose(t, kind, lang, false, unasked(everything, "foreignersDepartment")...)), " "))
			if strings.Contains(text, unseen(map[string]string{"nl": "toestemming om", "fr": "a consenti à", "de": "darin eingewilligt", "en": "consented to"}[lang])) {
				t.Errorf("%s in %s states a consent that nobody gave: %s", kind, lang, text)
			}
		}
	}
}

// Where the consent lies before what a request rests on, whether the person agrees
// to this request is asked, of the requests that are hers alone; the letter is ready
// all the same.
func TestAConsentOlderThanWhatARequestRestsOnIsToBeConfirmed(t *testing.T) {
	s := load(t)
	complaint := `1997-03-04 complaint {"form":"complaint","unit":"u"}`
	again := func(day string) string {
		return day + ` consent {"purpose":"foreignersDepartment","answer":"given"}`
	}
	day := civil.Must(1997, 3, 2)
	for _, c := range []struct {
		what, kind string
		lines      []string
		state      letter.Readiness
		want       civil.Date
	}{
		{"a complaint after the consent", "L03", with(told, complaint), letter.Ready, day},
		{"of the day of the complaint", "L03", with(told, again("1997-03-04"), complaint), letter.Ready, civil.Date{}},
		{"asked once more", "L03", with(told, complaint, again("1997-03-05")), letter.Ready, civil.Date{}},
		{"withdrawn", "L03", with(told, complaint, `1997-03-05 consent {"purpose":"foreignersDepartment","answer":"withdrawn"}`), letter.Blocked, civil.Date{}},
		{"without limit", "L08", everything, letter.Ready, day},
		{"without limit, a draft", "L08", with(in3, `1997-09-01 summons {"court":"x"}`), letter.Blocked, day},
		{"without limit, older than the document alone", "L08", with(everything, again("1997-06-01")), letter.Ready, civil.Must(1997, 6, 1)},
		{"without limit, asked", "L08", with(everything, again("1997-11-03")), letter.Ready, civil.Date{}},
		{"another request", "L06", in3[:len(in3)-1], letter.Ready, civil.Date{}},
		{"one that does not apply", "L03", everything, letter.NotApplicable, civil.Date{}},
	} {
		f := entries(t, c.lines...)
		p := s.profile
		schedule := procedure.Assess(f, p)
		for _, st := range letter.States(f, &schedule, p, s.Office("nl"), s.Book, civil.Must(1997, 11, 5), lacks) {
			if st.Kind == c.kind && (st.Confirm != c.want || st.State != c.state) {
				t.Errorf("%s: %s is %s, the consent to confirm is of %v, want %s and %v", c.what, c.kind, st.State, st.Confirm, c.state, c.want)
			}
		}
	}
}

// A photograph is an enclosure of the letter that it goes with, whatever the
// person agreed to.
func TestPhotographsAreEnclosedOnlyWhereTheyAre(t *testing.T) {
	s := load(t)
	photo := letter.Photo{Data: aLogo(t)}
	for lang, words := range map[string][2]string{"nl": {"Pasfoto", "Pasfoto’s"}, "fr": {"Photographie d’identité", "Photographies d’identité"}, "de": {"Passfoto", "Passfotos"}, "en": {"Passport photograph", "Passport photographs"}} {
		for n := range 3 {
			f := fold(t, told...)
			f.Language = own(lang)
			d := s.composeOf(t, letter.Request{Kind: "L02", Lang: lang, Date: civil.Must(1997, 3, 3), File: f, Profile: s.profile, Photos: slices.Repeat([]letter.Photo{photo}, n)})
			want := append([]string{""}, words[:]...)[n]
			got := ""
			for _, b := range d.Blocks {
				if b.Kind == document.Note && len(b.Items) > 0 {
					got = b.Items[0].String()
				}
			}
			if got != want {
				t.Errorf("%d photographs in %s: %q is enclosed, want %q", n, lang, got, want)
			}
		}
	}
}

// The end of counselling says that the person was told what it means for her if
// somebody recorded so, and else nothing of it.
func TestThePersonWasToldWhatTheEndMeansOnlyIfSomebodySaysSo(t *testing.T) {
	s := load(t)
	for lang, want := range map[string]string{"nl": "ingelicht over de gevolgen", "fr": "informée des conséquences", "de": "über die Folgen", "en": "informed of the consequences"} {
		for answer, told := range map[string]bool{`,"informed":"yes"`: true, `,"informed":"no"`: false, `,"informed":"unknown"`: false, "": false} {
			text := strings.Join(body(s.compose(t, "L14", lang, false, with(in1, `1997-04-01 counselling {"event":"ended","reason":"contactLost"`+answer+`}`)...)), " ")
			if strings.Contains(text, want) != told {
				t.Errorf("%s, %s: %s", lang, answer, text)
			}
		}
	}
}

// An inspection writes from the town of its address, as it is typed there.
func TestAStandbyRequestIsWrittenFromATown(t *testing.T) {
	s := load(t)
	for address, want := range map[string]string{
		"Place 1\n4000 Liège": "Liège, le 1er\u00a0avril\u00a01997", "B-4000  La Louvière ": "La Louvière, le 1er\u00a0avril\u00a01997",
		"B 4000 Mons\n1000 X": "Mons, le 1er\u00a0avril\u00a01997", "Rue 4": "1er\u00a0avril\u00a01997", "": "1er\u00a0avril\u00a01997",
	} {
		x := standby("rich", "fr")
		x.Address = strings.Split(address, "\n")
		d := s.composeOf(t, letter.Request{Kind: "L12", Lang: "fr", Date: civil.Must(1997, 4, 1), Standby: x, Profile: s.profile})
		if got := d.PlaceDate.String(); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}

// White space that somebody typed around a name of a service is stored, and not
// printed: no full stop stands apart.
func TestWhatIsTypedWithSpacesAroundItEndsItsSentence(t *testing.T) {
	s := load(t)
	for _, lang := range langs {
		d := s.compose(t, "L01", lang, false, with(base, `1997-03-01 referral {"channel":"police","unit":" Police fédérale ","officer":" A ","address":" Rue 1 \n 4000 Liège "}`,
			`1997-03-02 person {"familyName":" Đorđević ","givenNames":" Ana ","birthPlace":" Fier ","born":"1975","nationalities":["AL"],"sex":"F"}`)...)
		text := plain(d)
		for _, bad := range []string{" .", " ,", "  Police", "fédérale \n", "Ana \n"} {
			if i := strings.Index(strings.ReplaceAll(text, "\n  ", "\n"), bad); i >= 0 {
				t.Errorf("%s has %q:\n%s", lang, bad, text)
			}
		}
		if !strings.Contains(text, "Đorđević, Ana") || !strings.Contains(text, "Police fédérale") {
			t.Errorf("%s:\n%s", lang, text)
		}
	}
}

// The Crown prosecutor is written to in the language of the district, where the
// address says which: in Antwerp Dutch, in Liège French, in Eupen German, in
// Brussels that of the file. Other services that referred are written to in that
// of the file.
func TestTheProsecutorIsWrittenToInTheLanguageOfTheDistrict(t *testing.T) {
	s := load(t)
	for _, c := range []struct{ channel, address, language, want string }{
		{"prosecutor", "Bolivarplaats 20\\n2000 Antwerpen", "fr", "nl"},
		{"prosecutor", "Rue de Bruxelles 2\\nB-4000 LIEGE", "nl", "fr"},
		{"prosecutor", "Klötzerbahn 27\\n4700 Eupen", "fr", "de"},
		{"prosecutor", "Portalis\\n1000 Bruxelles", "nl", "nl"},
		{"prosecutor", "Portalis\\n1000 Brussel", "fr", "fr"},
		{"prosecutor", "9999 Voorbeeldstad", "fr", "fr"},
		{"prosecutor", "", "fr", "fr"},
		{"police", "Bolivarplaats 20\\n2000 Antwerpen", "fr", "fr"},
	} {
		f := fold(t, with(base, `1997-03-01 fileLanguage {"language":"`+c.language+`"}`, `1997-03-01 referral {"channel":"`+c.channel+`","unit":"Parket","address":"`+c.address+`"}`)...)
		for _, kind := range []string{"L15", "L17"} {
			if got := letter.Language(kind, f, s.Book); got != c.want {
				t.Errorf("%s to %s at %q, in a file in %s: %s, want %s", kind, c.channel, c.address, c.language, got, c.want)
			}
		}
		if got := letter.Language("L01", f, s.Book); got != c.language {
			t.Errorf("L01 is in %s", got)
		}
	}
}

package casefile_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/journal"
)

var today = civil.Must(1997, 4, 1)

// keys returns what is wrong, as "key at path".
func keys(err error) []string {
	var ps casefile.Problems
	if !errors.As(err, &ps) {
		if err == nil {
			return nil
		}
		return []string{"another error: " + err.Error()}
	}
	var out []string
	for _, p := range ps {
		out = append(out, strings.TrimSuffix(strings.TrimPrefix(p.Key, "problem.")+" at "+p.Path, " at "))
	}
	return out
}

func TestOnlyWhatTheKindsSayIsAccepted(t *testing.T) {
	long := strings.Repeat("a", 500)
	for _, c := range []struct{ json, want string }{
		// shape
		{`{"kind":"note","text":"x"}`, ""},
		{` {"kind":"note","text":"x"} ` + "\n", ""},
		{``, "json"},
		{`{"kind":"note","text":"x"`, "json"},
		{`{"kind":"note","text":"x"} {}`, "json"},
		{`["note"]`, "json"},
		{`"note"`, "json"},
		{`null`, "json"},
		{`{}`, "kind at kind"},
		{`{"kind":"notes","text":"x"}`, "kind at kind"},
		{`{"kind":"Note","text":"x"}`, "kind at kind"},
		{`{"kind":null,"text":"x"}`, "kind at kind"},
		{`{"kind":7}`, "kind at kind"},
		{`{"kind":"opened","code":"K7M-204S"}`, "kind at kind"},
		{`{"kind":"letterIssued"}`, "kind at kind"},
		{`{"kind":"exported"}`, "kind at kind"},
		{`{"kind":"bytes"}`, "kind at kind"},
		{`{"kind":"note","text":"x","colour":"red"}`, "field at note"},
		{`{"kind":"note","Text":"x"}`, "field at note"},
		{`{"kind":"note"}`, "missing at note.text"},
		{`{"kind":"note","text":""}`, "missing at note.text"},
		{`{"kind":"note","text":null}`, "shape at note.text"},
		{`{"kind":"note","text":5}`, "shape at note.text"},
		{`{"kind":"note","text":["x"]}`, "shape at note.text"},
		{`{"kind":"person","aliases":"x"}`, "shape at person.aliases"},
		{`{"kind":"person","bornEstimated":"yes"}`, "shape at person.bornEstimated"},
		{`{"kind":"person","noAnswer":["sex"]}`, "shape at person.noAnswer"},
		{`{"kind":"document","stage":"S3","months":"6"}`, "shape at document.months"},
		{`{"kind":"document","stage":"S3","months":6.5}`, "shape at document.months"},
		{`{"kind":"document","stage":"S3","months":1e99}`, "shape at document.months"},

		// a name given twice would lose a value
		{`{"kind":"note","text":"x","text":"y"}`, "json"},
		{`{"kind":"note","kind":"note","text":"x"}`, "json"},
		{`{"kind":"note","text":"x","Text":"y"}`, "json"},
		{`{"kind":"person","noAnswer":{"sex":"unknown","sex":"refused"}}`, "json"},
		{`{"kind":"person","aliases":["x","x"]}`, ""},

		// when
		{`{"kind":"note","text":"x","on":"1997-04-01"}`, ""},
		{`{"kind":"note","text":"x","on":"1990-01-01"}`, ""},
		{`{"kind":"note","text":"x","on":"1989-12-31"}`, "date.range at on"},
		{`{"kind":"note","text":"x","on":"1997-04-02"}`, "date.range at on"},
		{`{"kind":"note","text":"x","on":"0000-01-01"}`, "date at on"},
		{`{"kind":"note","text":"x","on":"1997-02-29"}`, "date at on"},
		{`{"kind":"note","text":"x","on":"1/4/1997"}`, "date at on"},
		{`{"kind":"note","text":"x","on":""}`, "date at on"},
		{`{"kind":"note","text":"x","on":null}`, "date at on"},
		{`{"kind":"note","text":"x","on":19970401}`, "date at on"},
		{`{"kind":"note","text":"x","time":"23:59"}`, ""},
		{`{"kind":"note","text":"x","time":"24:00"}`, "time at time"},
		{`{"kind":"note","text":"x","time":"9:05"}`, "time at time"},
		{`{"kind":"note","text":"x","time":"09:05:00"}`, "time at time"},
		{`{"kind":"note","text":"x","time":905}`, "time at time"},
		{`{"kind":"note","text":"x","corrects":"last"}`, "entry at corrects"},
		{`{"kind":"note","text":"x","corrects":"00000000000000000000000000000000"}`, "entry at corrects"},
		{`{"kind":"note","text":"x","corrects":"000102030405060708090a0b0c0d0e0f"}`, ""},

		// choices
		{`{"kind":"triage","assessment":"5.1"}`, ""},
		{`{"kind":"triage","assessment":"5.4"}`, "choice at triage.assessment"},
		{`{"kind":"triage"}`, "missing at triage.assessment"},
		{`{"kind":"consent","purpose":"contact","answer":"given"}`, ""},
		{`{"kind":"consent","purpose":"contact","answer":"yes"}`, "choice at consent.answer"},
		{`{"kind":"consent","purpose":"marketing","answer":"given"}`, "choice at consent.purpose"},
		{`{"kind":"safety","doctor":"maybe"}`, "choice at safety.doctor"},
		{`{"kind":"safety","doctor":"notAsked","interpreter":"refused","safeToSpeak":"unknown"}`, ""},
		{`{"kind":"elements","fraud":"true"}`, "choice at elements.fraud"},
		{`{"kind":"fileLanguage","language":"en"}`, "choice at fileLanguage.language"},
		{`{"kind":"person","noAnswer":{"sex":"unknown"}}`, ""},
		{`{"kind":"person","noAnswer":{"sex":"yes"}}`, "choice at person.noAnswer"},
		{`{"kind":"person","noAnswer":{"shoeSize":"unknown"}}`, "choice at person.noAnswer"},

		// text
		{`{"kind":"person","familyName":"` + long[:128] + `"}`, ""},
		{`{"kind":"person","familyName":"` + long[:129] + `"}`, "text.long at person.familyName"},
		{`{"kind":"person","familyName":"` + long + `"}`, "text.long at person.familyName"},
		{`{"kind":"person","familyName":"` + strings.Repeat("Ж", 128) + `"}`, ""},
		{`{"kind":"person","familyName":"   "}`, "text.blank at person.familyName"},
		{`{"kind":"person","familyName":"Ho\nxha"}`, "text.control at person.familyName"},
		{`{"kind":"person","familyName":"Ho\u000axha"}`, "text.control at person.familyName"},
		{`{"kind":"person","familyName":"Ho\u0000xha"}`, "text.control at person.familyName"},
		{`{"kind":"person","familyName":"Ho\u202exha"}`, "text.control at person.familyName"},
		{`{"kind":"person","familyName":"Ho\u2066xha"}`, "text.control at person.familyName"},
		{`{"kind":"person","familyName":"Ho\u200fxha"}`, "text.control at person.familyName"},
		{`{"kind":"person","familyName":"Ho\u061cxha"}`, "text.control at person.familyName"},
		{`{"kind":"person","familyName":"Ho\u200bxha"}`, "text.control at person.familyName"},
		{`{"kind":"person","familyName":"\ufeffHoxha"}`, "text.control at person.familyName"},
		{`{"kind":"person","familyName":"Ho\u2028xha"}`, "text.control at person.familyName"},
		{`{"kind":"person","familyName":"Ho\ud800xha"}`, "text.control at person.familyName"},
		{"{\"kind\":\"person\",\"familyName\":\"Ho\xffxha\"}", "text.control at person.familyName"},
		{`{"kind":"person","originalScript":"می\u200cرا کریمی"}`, ""},
		{`{"kind":"person","familyName":"O’Brien-d'Àrc","givenNames":"Nguyễn Thị"}`, ""},
		{`{"kind":"person","aliases":["x",""]}`, "missing at person.aliases"},
		{`{"kind":"person","aliases":["x",null]}`, "missing at person.aliases"},
		{`{"kind":"person","aliases":["x","y\u0007"]}`, "text.control at person.aliases"},
		{`{"kind":"person","aliases":[` + strings.Repeat(`"x",`, 20) + `"x"]}`, "tooMany at person.aliases"},
		{`{"kind":"note","text":"one\ntwo"}`, ""},
		{`{"kind":"note","text":"one\u000atwo"}`, ""},
		{`{"kind":"note","text":"` + strings.Repeat("a", 2001) + `"}`, "text.long at note.text"},
		{`{"kind":"note","text":"` + strings.Repeat("a", 1<<20) + `"}`, "json"},

		// languages and countries
		{`{"kind":"leaflet","language":"sq","outcome":"handed","by":"police"}`, ""},
		{`{"kind":"leaflet","language":"zh-Hant","outcome":"handed","by":"police"}`, ""},
		{`{"kind":"leaflet","language":"klingonese","outcome":"handed","by":"police"}`, "language at leaflet.language"},
		{`{"kind":"leaflet","language":"12","outcome":"handed","by":"police"}`, "language at leaflet.language"},
		{`{"kind":"safety","speaks":["sq","en"],"reads":["??"]}`, "language at safety.reads"},
		{`{"kind":"person","nationalities":["AL","stateless"],"birthCountry":"YU"}`, ""},
		{`{"kind":"person","nationalities":["al"]}`, "country at person.nationalities"},
		{`{"kind":"person","nationalities":["UK"]}`, "country at person.nationalities"},
		{`{"kind":"person","birthCountry":"ZZ"}`, "country at person.birthCountry"},
		{`{"kind":"person","birthCountry":"001"}`, "country at person.birthCountry"},

		// births
		{`{"kind":"person","born":"1997-04-01"}`, ""},
		{`{"kind":"person","born":"1981"}`, ""},
		{`{"kind":"person","born":"1981-04"}`, ""},
		{`{"kind":"person","born":"1997"}`, ""},
		{`{"kind":"person","born":"1900-01-01"}`, ""},
		{`{"kind":"person","born":"1899"}`, "date.range at person.born"},
		{`{"kind":"person","born":"1997-05"}`, "date.range at person.born"},
		{`{"kind":"person","born":"1998"}`, "date.range at person.born"},
		{`{"kind":"person","born":"81"}`, "date.partial at person.born"},
		{`{"kind":"person","born":"0000"}`, "date.partial at person.born"},
		{`{"kind":"person","born":"1981-02-30"}`, "date.partial at person.born"},
		{`{"kind":"person","born":1981}`, "date.partial at person.born"},

		// documents and other dates
		{`{"kind":"document","stage":"S1","on":"1997-03-03","printedEnd":"1997-04-16"}`, ""},
		{`{"kind":"document","stage":"S4"}`, "choice at document.stage"},
		{`{"kind":"document","stage":"S1","on":"1997-03-03","printedEnd":"1997-03-02"}`, "date.before at document.printedEnd"},
		{`{"kind":"document","stage":"S1","on":"1997-03-03","notified":"1997-03-02"}`, "date.before at document.notified"},
		{`{"kind":"document","stage":"S1","on":"1997-03-03","notified":"1997-04-02"}`, "date.range at document.notified"},
		{`{"kind":"document","stage":"S1","on":"1997-03-03","printedEnd":"2017-04-01"}`, ""},
		{`{"kind":"document","stage":"S1","on":"1997-03-03","printedEnd":"2017-04-02"}`, "date.range at document.printedEnd"},
		{`{"kind":"document","stage":"S1","on":"1997-04-02"}`, "refused.document.future at on"}, // a document of tomorrow
		{`{"kind":"document","stage":"S1","on":"1989-12-31"}`, "date.range at on"},
		{`{"kind":"document","stage":"S3","months":4}`, ""},
		{`{"kind":"document","stage":"S3","months":3}`, ""}, // the procedure of the case refuses it, or not
		{`{"kind":"document","stage":"S3","months":0}`, "number.range at document.months"},
		{`{"kind":"document","stage":"S3","months":-1}`, "number.range at document.months"},
		{`{"kind":"document","stage":"S3","months":60}`, ""},
		{`{"kind":"document","stage":"S3","months":61}`, "number.range at document.months"},
		{`{"kind":"document","stage":"S2","months":6}`, ""},
		{`{"kind":"residence","status":"illegal","entry":"1996-12-24"}`, ""},
		{`{"kind":"residence","status":"illegal","entry":"1997-04-02"}`, "date.range at residence.entry"},
		{`{"kind":"inquiry","event":"asked","replyDue":"1997-05-02"}`, ""},
		{`{"kind":"inquiry","event":"answered","trafficking":"notAsked"}`, "choice at inquiry.trafficking"},
		{`{"kind":"inquiry","event":"answered"}`, "missing at inquiry.trafficking"}, // who said nothing did not answer
		{`{"kind":"inquiry","event":"answered","inProgress":"unknown"}`, ""},
		{`{"kind":"inquiry","event":"escalated"}`, ""},
		{`{"kind":"return","on":"1997-03-03","step":"iom","day":"1997-03-03"}`, ""},
		{`{"kind":"return","on":"1997-03-03","step":"iom","day":"1997-03-02"}`, "date.before at return.day"},
		{`{"kind":"return","step":"iom","day":"1990-01-01"}`, "date.before at return.day"},

		// only a permit that was granted ends
		{`{"kind":"workPermit","permit":"B","event":"granted","until":"1997-09-01"}`, ""},
		{`{"kind":"workPermit","permit":"B","event":"refused","until":"1997-09-01"}`, "permit.until at workPermit.until"},
		{`{"kind":"workPermit","permit":"temporary","event":"requested","until":"1997-09-01"}`, "permit.until at workPermit.until"},
		{`{"kind":"workPermit","permit":"temporary","event":"refused"}`, ""},

		// a risk is looked at again, a high one the next day
		{`{"kind":"risk","level":"low"}`, ""},
		{`{"kind":"risk","level":"medium","on":"1997-03-03","review":"1997-03-04"}`, ""},
		{`{"kind":"risk","level":"medium","on":"1997-03-03","review":"1997-03-03"}`, "date.before at risk.review"},
		{`{"kind":"risk","level":"high","on":"1997-03-03","review":"1997-03-04"}`, ""},
		{`{"kind":"risk","level":"high","on":"1997-03-03","review":"1997-03-05"}`, "date.range at risk.review"},
		{`{"kind":"risk","level":"high","on":"1997-03-03","review":"1997-03-03"}`, "date.range at risk.review"},
		{`{"kind":"risk","level":"high","on":"1997-03-03"}`, "missing at risk.review"},
		{`{"kind":"risk","review":"1997-04-02"}`, "missing at risk.level"},

		// nothing is held, and no hold lifted, without a reason
		{`{"kind":"retention","event":"reviewed"}`, ""},
		{`{"kind":"retention","event":"hold"}`, "missing at retention.reason"},
		{`{"kind":"retention","event":"released"}`, "missing at retention.reason"},
		{`{"kind":"retention","event":"hold","reason":"x"}`, ""},
		{`{"kind":"inspection","code":"K7M-204S"}`, ""},
		{`{"kind":"inspection","code":"Werf Zuid"}`, "code at inspection.code"}, // N5: no place for a target

		// taking back
		{`{"kind":"void","of":"000102030405060708090a0b0c0d0e0f","reason":"x"}`, ""},
		{`{"kind":"void","of":"last"}`, ""},
		{`{"kind":"void","of":"Last"}`, "entry at void.of"},
		{`{"kind":"void","of":"latest"}`, "entry at void.of"},
		{`{"kind":"void"}`, "missing at void.of"},
		{`{"kind":"void","of":"last","corrects":"000102030405060708090a0b0c0d0e0f"}`, "entry at corrects"},

		// everything at once
		{`{"kind":"document","on":"x","time":"x","stage":"S9","months":6,"notified":"1980-01-01"}`,
			"date at on|time at time|choice at document.stage|date.range at document.notified|date.before at document.notified"},
		{`{"kind":"person","born":"x","aliases":1,"colour":"red"}`, "shape at person.aliases|date.partial at person.born|field at person"},
	} {
		_, err := casefile.ParseEntry([]byte(c.json), today)
		if got := strings.Join(keys(err), "|"); got != c.want {
			show := c.json
			if len(show) > 120 {
				show = show[:120] + "…"
			}
			t.Errorf("%s\n got %s\nwant %s", show, got, c.want)
		}
	}
}

// An error may be logged or shown to a colleague: it never repeats what was
// typed about a person.
func TestErrorsRepeatNothingThatWasTyped(t *testing.T) {
	const secret = "Ermira"
	for _, k := range casefile.Kinds {
		for i := range k.Body.NumField() {
			name := casefile.FieldName(k.Body.Field(i))
			for _, value := range []string{`"` + secret + `\u0007"`, `["` + secret + `\u0007"]`, `{"` + secret + `":"` + secret + `"}`} {
				_, err := casefile.ParseEntry([]byte(`{"kind":"`+k.Name+`","`+name+`":`+value+`,"`+secret+`":1}`), today)
				if err == nil {
					t.Errorf("%s.%s accepted %s", k.Name, name, value)
					continue
				}
				if s := fmt.Sprintf("%v %+v", err, err); strings.Contains(s, secret) {
					t.Errorf("%s.%s repeats what was typed: %s", k.Name, name, s)
				}
			}
		}
	}
}

// The bytes of a stored entry are kept for ever; a change here would strand
// every desk in use.
func TestStoredBytesStayAsTheyAre(t *testing.T) {
	at := time.Date(1997, 3, 3, 22, 41, 5, 0, time.FixedZone("CET", 3600))
	id := journal.ID{1, 2, 3}
	for _, c := range []struct{ json, want string }{
		{`{"kind":"document","on":"1997-03-03","time":"16:20","stage":"S1","printedEnd":"1997-04-16"}`,
			`{"id":"01020300000000000000000000000000",` + // of the record
				`"kind":"document",` +
				`"on":"1997-03-03",` + // the day on which it happened
				`"time":"16:20",` +
				`"at":"1997-03-03T21:41:05Z",` + // when it was recorded, UTC
				`"by":"slot-1",` +
				`"body":{"stage":"S1","printedEnd":"1997-04-16"}}`},
		{`{"kind":"person","corrects":"0a000000000000000000000000000000","familyName":"Testová","born":"1981","noAnswer":{"sex":"refused"}}`,
			`{"id":"01020300000000000000000000000000","kind":"person","on":"1997-04-01","at":"1997-03-03T21:41:05Z","by":"slot-1",` +
				`"body":{"corrects":"0a000000000000000000000000000000","familyName":"Testová","born":"1981","noAnswer":{"sex":"refused"}}}`},
		{`{"kind":"elements","corrects":"0a000000000000000000000000000000"}`,
			`{"id":"01020300000000000000000000000000","kind":"elements","on":"1997-04-01","at":"1997-03-03T21:41:05Z","by":"slot-1",` +
				`"body":{"corrects":"0a000000000000000000000000000000"}}`},
		{`{"kind":"void","of":"0a000000000000000000000000000000"}`,
			`{"id":"01020300000000000000000000000000","kind":"void","on":"1997-04-01","at":"1997-03-03T21:41:05Z","by":"slot-1",` +
				`"body":{"of":"0a000000000000000000000000000000"}}`},
	} {
		e, err := casefile.ParseEntry([]byte(c.json), today)
		if err != nil {
			t.Fatal(err)
		}
		r, err := e.Record(id, at, "slot-1")
		if err != nil {
			t.Fatal(err)
		}
		// the body as JSON, for the eye; the record itself carries bytes
		type readable struct {
			journal.Record
			Body json.RawMessage `json:"body"`
		}
		got, err := json.Marshal(readable{r, r.Body})
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != c.want {
			t.Errorf("\n got %s\nwant %s", got, c.want)
		}
		back := casefile.Fold([]journal.Record{r})
		if len(back.Findings) > 0 || back.History[0].Corrects != e.Corrects {
			t.Errorf("read back: %+v", back.Findings)
		}
	}
}

// What a later version of the program wrote is kept and passed over.
func TestUnknownKindsAndFieldsAreKept(t *testing.T) {
	rec := func(kind, body string) journal.Record {
		return journal.Record{ID: journal.NewID(), Kind: kind, On: "1997-03-03", By: "slot-1", Body: []byte(body)}
	}
	records := []journal.Record{
		rec("opened", `{"code":"K7M-204S","language":"nl","profile":"instructions-1997","version":"1"}`),
		rec("ofTomorrow", `{"court":"of appeal"}`),
		rec("residence", `{"status":"illegal","cardColour":"orange"}`),
		rec("note", `{"text":7}`),
		rec("note", `not JSON`),
		{ID: journal.NewID(), Kind: "note", On: "some day", Body: []byte(`{"text":"x"}`)},
	}
	before := slices.Clone(records[2].Body)
	f := casefile.Fold(records)
	if len(f.History) != len(records) || f.Records != len(records) {
		t.Fatalf("the history has %d entries of %d", len(f.History), len(records))
	}
	if f.Residence == nil || f.Residence.Body.Status != "illegal" {
		t.Error("a field of a later version hides the ones that are known")
	}
	var found []string
	for _, p := range f.Findings {
		found = append(found, p.Key)
	}
	if got := strings.Join(found, " "); got != "finding.newer finding.unreadable finding.unreadable finding.unreadable" {
		t.Errorf("findings: %s", got)
	}
	if len(f.Notes) != 0 {
		t.Error("an unreadable note was taken for a note")
	}
	if !bytes.Equal(before, records[2].Body) {
		t.Error("reading changed the stored bytes")
	}
}

func FuzzParseEntry(f *testing.F) {
	for _, s := range []string{
		`{"kind":"note","text":"x"}`, `{"kind":"void","of":"last"}`,
		`{"kind":"document","on":"1997-03-03","stage":"S1","printedEnd":"1997-04-16"}`,
		`{"kind":"person","corrects":"0a000000000000000000000000000000","noAnswer":{"sex":"refused"},"aliases":["a"]}`,
		`{"kind":"person","kind":"note"}`, `[{}]`, `null`, "{\"kind\":\"note\",\"text\":\"\xff\"}",
	} {
		f.Add([]byte(s))
	}
	// the examples, and a document of every vector of dates
	files, err := filepath.Glob("../../docs/examples/*.json")
	if err != nil || len(files) < 30 {
		f.Fatalf("%d examples, %v", len(files), err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	var vectors []struct{ Stage, Issued, Printed string }
	data, err := os.ReadFile("../civil/testdata/terms.json")
	if err != nil {
		f.Fatal(err)
	}
	if err := json.Unmarshal(data, &vectors); err != nil {
		f.Fatal(err)
	}
	for _, v := range vectors {
		_, issued, _ := strings.Cut(v.Issued, " ")
		f.Add(fmt.Appendf(nil, `{"kind":"document","stage":%q,"on":%q}`, v.Stage, issued))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := casefile.ParseEntry(data, today)
		if err != nil {
			var ps casefile.Problems
			if !errors.As(err, &ps) || len(ps) == 0 {
				t.Fatalf("not a list of problems: %v", err)
			}
			return
		}
		// what is accepted can be stored, and reads back as the same entry
		r, err := e.Record(journal.NewID(), time.Unix(0, 0), "slot-1")
		if err != nil {
			t.Fatal(err)
		}
		file := casefile.Fold([]journal.Record{r})
		for _, p := range file.Findings {
			if p.Key == "finding.unreadable" || p.Key == "finding.newer" {
				t.Fatalf("stored but unreadable: %v", p)
			}
		}
		again, err := file.History[0].Record(r.ID, r.At, r.By)
		if err != nil || !bytes.Equal(again.Body, r.Body) {
			t.Fatalf("read back as something else:\n%s\n%s", r.Body, again.Body)
		}
	})
}

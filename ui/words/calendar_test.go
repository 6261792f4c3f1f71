package words

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/apognu/gocal"

	"onthaal/domain/civil"
	"onthaal/domain/desk"
	"onthaal/domain/journal"
	"onthaal/domain/procedure"
)

// Another program's parser reads the calendar, and whoever looks at it learns
// nothing but codes and days.
func TestACalendarSaysCodesAndDaysAlone(t *testing.T) {
	today := civil.Must(1997, 4, 1)
	task := func(n byte, code, key string, due, act civil.Date, clock string) desk.Task {
		return desk.Task{
			Row: &desk.Row{ID: journal.ID{n}, Code: code, Name: "Testaj Ana"},
			Due: procedure.Due{Item: procedure.Item{Key: key, Due: due, ActBy: act, Clock: clock, Section: "8.1"}},
		}
	}
	a := &desk.Agenda{Today: today, Tasks: []desk.Task{
		task(1, "K7M-204S", "due.leaflet", today.AddDays(-3), today.AddDays(-3), ""),
		task(1, "K7M-204S", "due.S1.decide", civil.Must(1997, 4, 17), civil.Must(1997, 4, 17), ""),
		task(2, "VV3-83PZ", "due.S3.end", civil.Must(1997, 12, 28), civil.Must(1997, 12, 26), ""),
		task(2, "VV3-83PZ", "due.appointment", civil.Must(1997, 4, 8), civil.Must(1997, 4, 8), "10:30"),
	}}
	data := Calendar(a)
	from, to := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	parser := gocal.NewParser(bytes.NewReader(data))
	parser.Start, parser.End, parser.Strict.Mode = &from, &to, gocal.StrictModeFailFeed
	if err := parser.Parse(); err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	var got []string
	uids := map[string]bool{}
	for _, e := range parser.Events {
		got = append(got, e.Summary+" "+e.Start.Format("2006-01-02 15:04"))
		uids[e.Uid] = true
	}
	want := "K7M-204S 1997-04-01 00:00, K7M-204S 1997-04-17 00:00, VV3-83PZ 1997-12-26 00:00, VV3-83PZ 1997-04-08 10:30"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("read:\n got %s\nwant %s", s, want)
	}
	if len(uids) != 4 {
		t.Errorf("%d ids of 4 events", len(uids))
	}
	if found := regexp.MustCompile(`(?i)testaj|ana\b|due|leaflet|stage|S1|8\.1|appointment|traffick`).Find(data); found != nil {
		t.Errorf("the calendar says %q:\n%s", found, data)
	}
	if !bytes.Equal(data, Calendar(a)) {
		t.Error("the same agenda gives another file")
	}
	for line := range bytes.SplitSeq(bytes.TrimSuffix(data, []byte("\r\n")), []byte("\r\n")) {
		if len(line) > 75 || len(line) == 0 || bytes.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
	if empty := Calendar(&desk.Agenda{Today: today}); !bytes.Contains(empty, []byte("BEGIN:VCALENDAR")) {
		t.Error("an empty agenda is no calendar")
	}
}

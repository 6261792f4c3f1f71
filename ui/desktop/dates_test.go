package desktop

import (
	"testing"
	"time"

	"onthaal/domain/civil"
	"pgregory.net/rapid"
)

var april = civil.Must(1997, 4, 17) // a Thursday

func TestDaysAreReadAsPeopleTypeThem(t *testing.T) {
	for _, s := range []string{
		"17 4 97", "17-4-1997", "17041997", "170497", "17.4.97", "17/4/1997", "17;4;1997", "17,4,97", " 17  04  1997 ",
		"17 april 1997", "17 avril 1997", "17. April 1997", "17 APR 97", "le 17 avr. 1997", "17th of April 1997", "april 17, 1997",
		"17avril1997", "1997-04-17", "1997/4/17", "19970417", "Thu 17 April 1997", "do 17 april 1997", "jeu 17 avril 1997", "Do 17 April 1997",
		"today", "Vandaag", "aujourd'hui", "aujourd’hui", "heute",
	} {
		if d, ok := parseDay(s, april); !ok || d != april {
			t.Errorf("%q is read as %s, %v", s, d, ok)
		}
	}
	for s, want := range map[string]string{
		"yesterday": "1997-04-16", "gisteren": "1997-04-16", "hier": "1997-04-16", "gestern": "1997-04-16", "morgen": "1997-04-18",
		"1er mars 1997": "1997-03-01", "3 mrt 97": "1997-03-03", "3. März 1997": "1997-03-03", "15 août 1996": "1996-08-15",
		"2 févr 1997": "1997-02-02", "1 juil. 1997": "1997-07-01", "mar 4 mars 1997": "1997-03-04",
		"10 1 98": "1998-01-10", "1 1 17": "2017-01-01", "1 1 18": "1918-01-01", "20011997": "1997-01-20",
	} {
		if d, ok := parseDay(s, april); !ok || d.String() != want {
			t.Errorf("%q is read as %s, %v", s, d, ok)
		}
	}
	for _, s := range []string{
		"", "1981", "april 1997", "4 1997", "17 4", "31 2 1997", "29 2 1997", "17 13 1997", "0 4 1997", "00 00 1997", "17 4 197", "17 4 19977",
		"1741997", "17 jui 1997", "Fri 17 April 1997", "17 4 1997 5", "17 4 1997 april", "april april", "17 foo 1997", "17+4+1997",
		"١٧ ٤ ١٩٩٧", "17 4 1997\x00", "99999999999999999999", "1/1/0000",
	} {
		if d, ok := parseDay(s, april); ok {
			t.Errorf("%q is read as %s", s, d)
		}
	}
}

func TestBirthsAreReadAsFarAsTheyAreKnown(t *testing.T) {
	for s, want := range map[string]string{
		"1981": "1981", "april 1981": "1981-04", "avril 1981": "1981-04", "4 1981": "1981-04", "1981-04": "1981-04",
		"17 4 81": "1981-04-17", "17041981": "1981-04-17", "00 00 1981": "1981", "00/04/1981": "1981-04", "00041981": "1981-04",
		"17 4 97": "1997-04-17", "18 4 97": "1897-04-18", "17 4 98": "1898-04-17", "1 1 00": "1900-01-01", "heute": "1997-04-17",
	} {
		if p, ok := parseBirth(s, april); !ok || p.String() != want {
			t.Errorf("%q is read as %s, %v", s, p, ok)
		}
	}
	for s, want := range map[string]string{"17 4 05": "2005-04-17", "17 4 97": "1997-04-17", "24 11 26": "1926-11-24", "23 11 26": "2026-11-23"} {
		if p, ok := parseBirth(s, civil.Must(2026, 11, 23)); !ok || p.String() != want {
			t.Errorf("in 2026 %q is read as %s, %v", s, p, ok)
		}
	}
	for _, s := range []string{"", "81", "april", "april 81", "17 april", "17 00 1981", "31 4 1981", "13 1981", "abc", "19811"} {
		if p, ok := parseBirth(s, april); ok {
			t.Errorf("%q is read as %s", s, p)
		}
	}
}

func TestEveryDayIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := civil.Must(1990, 1, 1).AddDays(rapid.IntRange(0, 25000).Draw(t, "day"))
		layout := rapid.SampledFrom([]string{"2 1 2006", "02/01/2006", "02012006", "2006-01-02", "20060102", "2 January 2006", "Mon 2 Jan 2006", "Monday, 2. January 2006"}).Draw(t, "layout")
		s := d.Time().Format(layout)
		if got, ok := parseDay(s, april); !ok || got != d {
			t.Fatalf("%q is read as %s, %v", s, got, ok)
		}
	})
}

func FuzzDates(f *testing.F) {
	for _, s := range []string{"17 4 97", "aujourd’hui", "1981", "le 1er mars", "00 00 1981"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := parseDay(s, april); ok {
			if _, err := civil.New(d.Year(), d.Month(), d.Day()); err != nil {
				t.Error(err)
			}
		}
		if p, ok := parseBirth(s, april); ok {
			if _, err := civil.ParsePartial(p.String()); err != nil || p.Month > time.December {
				t.Errorf("%+v: %v", p, err)
			}
		}
	})
}

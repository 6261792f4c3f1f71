package desktop

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"onthaal/domain/civil"
	"onthaal/domain/find"
)

// People type dates as they say them: "17 4 97", "17041997", "17 avril 1997".
// Two readers understand that, in all four languages of the interface at
// once, whichever is shown: parseDay for the day of an event, parseBirth for
// a date of birth, of which the day or the month may be unknown. Both read
// day before month, as Belgium writes it. What they cannot read for certain
// they refuse; whether a date lies in its range the desk says.

// parseDay reads the day of an event. A year of two digits is the one that
// lies between 79 years ago and 20 years ahead.
func parseDay(s string, today civil.Date) (civil.Date, bool) {
	w, ok := readDate(s, today)
	if !ok || w.day == 0 || w.month == 0 {
		return civil.Date{}, false
	}
	if w.short {
		w.year = century(w.year, today.Year()+20)
	}
	d, err := civil.New(w.year, w.month, w.day)
	return d, err == nil && w.agrees(d)
}

// parseBirth reads a date of birth: a day, a month with its year, or a year
// alone ("00" stands for an unknown day or month, as on identity cards). A year
// of two digits never lies in the future.
func parseBirth(s string, today civil.Date) (civil.Partial, bool) {
	w, ok := readDate(s, today)
	if !ok {
		return civil.Partial{}, false
	}
	if w.short {
		w.year = century(w.year, today.Year())
		if p := (civil.Partial{Year: w.year, Month: w.month, Day: w.day}); p.First().After(today) {
			w.year -= 100
		}
	}
	p := civil.Partial{Year: w.year, Month: w.month, Day: w.day}
	if p.Day == 0 {
		return p, true
	}
	d, err := civil.New(p.Year, p.Month, p.Day)
	return p, err == nil && w.agrees(d)
}

// century completes a year of two digits to the last such year up to latest.
func century(yy, latest int) int { return latest - (latest-yy)%100 }

// written is a date as it was written.
type written struct {
	year    int
	short   bool // the year has two digits
	month   time.Month
	day     int
	weekday map[time.Weekday]bool // what the weekday that stands before it may mean
}

// agrees holds a date against the weekday that was written with it.
func (w *written) agrees(d civil.Date) bool { return w.weekday == nil || w.weekday[d.Weekday()] }

var days = map[string]int{
	"today": 0, "vandaag": 0, "aujourdhui": 0, "heute": 0,
	"yesterday": -1, "gisteren": -1, "hier": -1, "gestern": -1,
	"tomorrow": 1, "morgen": 1, "demain": 1,
}

// monthNames in English, Dutch, French, German and with the abbreviations
// that are not their beginnings; folded.
var monthNames = [12]string{
	"january januari janvier januar janner", "february februari fevrier februar", "march maart mars marz maerz mrt mrz",
	"april avril", "may mei mai", "june juni juin", "july juli juillet", "august augustus aout",
	"september septembre", "october oktober octobre", "november novembre", "december decembre dezember",
}

var weekdayNames = [7]string{
	"sunday zondag dimanche sonntag zo so", "monday maandag lundi montag ma mo", "tuesday dinsdag mardi dienstag di",
	"wednesday woensdag mercredi mittwoch wo mi", "thursday donderdag jeudi donnerstag do",
	"friday vrijdag vendredi freitag vr fr", "saturday zaterdag samedi samstag za sa",
}

// fillers are words around the parts of a date, and ordinals.
var fillers = map[string]bool{
	"the": true, "of": true, "le": true, "de": true, "du": true, "den": true, "der": true, "am": true, "op": true,
	"er": true, "e": true, "eme": true, "th": true, "st": true, "nd": true, "rd": true, "ste": true,
}

// named finds which names a word begins or is: the months that "mar" may mean.
func named(names []string, word string) (found []int) {
	for i, all := range names {
		for name := range strings.FieldsSeq(all) {
			if name == word || len(word) >= 3 && strings.HasPrefix(name, word) {
				found = append(found, i)
				break
			}
		}
	}
	return found
}

// readDate takes a text apart. The year is never missing.
func readDate(s string, today civil.Date) (written, bool) {
	var w written
	s = find.Fold(s)
	if n, ok := days[strings.NewReplacer("'", "", "’", "", " ", "").Replace(s)]; ok {
		d := today.AddDays(n)
		return written{year: d.Year(), month: d.Month(), day: d.Day()}, true
	}
	words, numbers, ok := pieces(s)
	if !ok || len(words) > 2 {
		return w, false
	}
	if len(words) > 0 {
		// A weekday may stand first; "mar" is one only beside a month.
		m := named(monthNames[:], words[0])
		if d := named(weekdayNames[:], words[0]); d != nil && (m == nil || len(words) == 2) {
			w.weekday = map[time.Weekday]bool{}
			for _, i := range d {
				w.weekday[time.Weekday(i)] = true
			}
			words = words[1:]
		}
	}
	switch len(words) {
	case 2:
		return w, false
	case 1:
		m := named(monthNames[:], words[0])
		if len(m) != 1 {
			return w, false
		}
		w.month = time.Month(m[0] + 1)
		switch len(numbers) {
		case 1: // april 1997
			return w, len(numbers[0]) == 4 && w.setYear(numbers[0])
		case 2: // 17 april 1997, april 17 1997, 1997 april 17
			if len(numbers[0]) == 4 {
				numbers[0], numbers[1] = numbers[1], numbers[0]
			}
			return w, w.setDay(numbers[0]) && w.setYear(numbers[1])
		}
		return w, false
	}
	switch len(numbers) {
	case 1:
		n := numbers[0]
		switch len(n) {
		case 4: // 1981
			return w, w.setYear(n)
		case 6: // 170497
			return w, w.setDay(n[:2]) && w.setMonth(n[2:4]) && w.setYear(n[4:])
		case 8: // 17041997, 19970417: no text can be read in both ways
			if w.setDay(n[:2]) && w.setMonth(n[2:4]) && (n[4:6] == "19" || n[4:6] == "20") {
				return w, w.setYear(n[4:])
			}
			return w, w.setYear(n[:4]) && w.setMonth(n[4:6]) && w.setDay(n[6:])
		}
	case 2: // 4 1997, 1997-04
		if len(numbers[0]) == 4 {
			numbers[0], numbers[1] = numbers[1], numbers[0]
		}
		return w, len(numbers[1]) == 4 && w.setMonth(numbers[0]) && w.setYear(numbers[1])
	case 3: // 17 4 97, 1997-04-17
		if len(numbers[0]) == 4 {
			numbers[0], numbers[2] = numbers[2], numbers[0]
		}
		return w, w.setDay(numbers[0]) && w.setMonth(numbers[1]) && w.setYear(numbers[2])
	}
	return w, false
}

// pieces splits a folded text into words and numbers; false for a character
// that has no place in a date.
func pieces(s string) (words, numbers []string, ok bool) {
	class := func(r rune) rune {
		switch {
		case '0' <= r && r <= '9':
			return '9'
		case unicode.IsLetter(r):
			return 'a'
		case unicode.IsSpace(r), strings.ContainsRune("-./;,:–—_'’", r):
			return ' '
		}
		return '?'
	}
	for s != "" {
		var c rune
		end := len(s)
		for i, r := range s {
			if i == 0 {
				c = class(r)
			} else if class(r) != c {
				end = i
				break
			}
		}
		switch piece := s[:end]; {
		case c == '?':
			return nil, nil, false
		case c == '9':
			numbers = append(numbers, piece)
		case c == 'a' && !fillers[piece]:
			words = append(words, piece)
		}
		s = s[end:]
	}
	return words, numbers, true
}

func (w *written) setYear(s string) bool {
	w.year, w.short = small(s), len(s) == 2
	return w.short || len(s) == 4 && w.year > 0
}

func (w *written) setMonth(s string) bool {
	w.month = time.Month(small(s))
	return len(s) <= 2 && w.month <= 12
}

// setDay takes the day. A day without its month is no date.
func (w *written) setDay(s string) bool {
	w.day = small(s)
	return len(s) <= 2 && w.day <= 31
}

func small(s string) (n int) {
	for _, r := range s[:min(len(s), 4)] {
		n = 10*n + int(r-'0')
	}
	return n
}

// parseClock reads a clock time as people write it, "9.30", "14u05", "1405" or
// "9 h", and gives it as HH:MM.
func parseClock(s string) (string, bool) {
	s = find.Fold(strings.TrimSpace(s))
	numbers := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsDigit(r) })
	between := strings.FieldsFunc(s, func(r rune) bool { return unicode.IsDigit(r) || strings.ContainsRune(" :.", r) })
	for _, word := range between {
		if !hourWords[word] {
			return "", false
		}
	}
	hour, minute := "", "00"
	switch {
	case len(numbers) == 2 && len(numbers[1]) == 2:
		hour, minute = numbers[0], numbers[1]
	case len(numbers) == 1 && len(numbers[0]) > 2:
		n := numbers[0]
		hour, minute = n[:len(n)-2], n[len(n)-2:]
	case len(numbers) == 1:
		hour = numbers[0]
	}
	h, errH := strconv.Atoi(hour)
	m, errM := strconv.Atoi(minute)
	if errH != nil || errM != nil || len(hour) > 2 || h > 23 || m > 59 {
		return "", false
	}
	return fmt.Sprintf("%02d:%02d", h, m), true
}

// hourWords stand between or after the numbers of a clock time, folded.
var hourWords = map[string]bool{"h": true, "u": true, "uur": true, "uhr": true, "heure": true, "heures": true}

package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"onthaal/domain/desk"
	"onthaal/domain/desk/desktest"
	"onthaal/domain/document"
	"onthaal/domain/journal"
	"onthaal/domain/letter"
)

const pietsWords = "three other words"

// reopen locks the desk and opens it with another secret.
func reopen(t testing.TB, b *desktest.Bench, secret string) {
	t.Helper()
	if err := b.Lock(); err != nil {
		t.Fatal(err)
	}
	if err := b.Unlock(ctx, []byte(secret)); err != nil {
		t.Fatal(err)
	}
}

// add lets Piet in and gives his slot.
func add(t testing.TB, b *desktest.Bench) string {
	t.Helper()
	slot, err := b.AddColleague(ctx, []byte(desktest.Passphrase), "Piet Voorbeeld", []byte(pietsWords))
	if err != nil {
		t.Fatal(err)
	}
	return slot
}

// who lists the colleagues: "1 An Voorbeeld*, 2 Piet, recovery", with a star
// for the one who is here.
func who(t testing.TB, b *desktest.Bench) string {
	t.Helper()
	list, err := b.Colleagues()
	if err != nil {
		t.Fatal(err)
	}
	var s []string
	for _, c := range list {
		x := strings.TrimSpace(c.Slot + " " + c.Name)
		if c.Here {
			x += "*"
		}
		if c.Recovery != (c.Slot == "recovery") {
			t.Errorf("%s: recovery is %v", c.Slot, c.Recovery)
		}
		s = append(s, x)
	}
	return strings.Join(s, ", ")
}

func TestColleaguesAreKnownByNameToTheDeskAndByNumberToTheStore(t *testing.T) {
	b := bench(t, desk.Settings{})
	if got := who(t, b); got != "1 An Voorbeeld*, recovery" {
		t.Errorf("on the first day: %s", got)
	}
	slot := add(t, b)
	reopen(t, b, pietsWords)
	if got := who(t, b); got != "1 An Voorbeeld, 2 Piet Voorbeeld*, recovery" {
		t.Errorf("Piet sees %s", got)
	}
	if got := b.Settings().Counsellor; got != "Piet Voorbeeld" {
		t.Errorf("the counsellor at the desk is %s", got)
	}
	// He has another name now; hers stays.
	s := b.Settings()
	s.Counsellor = "Piet Anders"
	if err := b.SetSettings(ctx, s); err != nil {
		t.Fatal(err)
	}
	reopen(t, b, desktest.Passphrase)
	if got := b.Settings().Counsellor; got != "An Voorbeeld" {
		t.Errorf("her name is %s after he changed his", got)
	}
	if err := b.NameColleague(ctx, slot, "Piet Weer"); err != nil {
		t.Fatal(err)
	}
	if got := who(t, b); got != "1 An Voorbeeld*, 2 Piet Weer, recovery" {
		t.Errorf("after two new names: %s", got)
	}
	for _, bad := range []string{"recovery", "7"} {
		if err := b.NameColleague(ctx, bad, "X"); !errors.Is(err, journal.ErrNoSlot) {
			t.Errorf("naming %s: %v", bad, err)
		}
	}
	// By the recovery code nobody in particular is here.
	reopen(t, b, desktest.Recovery)
	if got := who(t, b); got != "1 An Voorbeeld, 2 Piet Weer, recovery*" {
		t.Errorf("by the recovery code: %s", got)
	}
	for _, events := range [][]journal.Event{trail(t, b)} {
		for _, e := range events {
			if strings.Contains(e.Detail+e.Slot, "Piet") {
				t.Errorf("the store knows a name: %+v", e)
			}
		}
	}
}

func trail(t testing.TB, b *desktest.Bench) (list []journal.Event) {
	t.Helper()
	events, err := b.Trail(ctx, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		list = append(list, e.Event)
	}
	return list
}

func TestAColleagueWhoLeftOpensNothingAndKeepsWhatWasTheirs(t *testing.T) {
	b := bench(t, desk.Settings{})
	slot := add(t, b)
	reopen(t, b, pietsWords)
	id, code := rich(t, b)
	reopen(t, b, desktest.Passphrase)
	if err := b.RemoveColleague(ctx, []byte("wrong words"), slot); !errors.Is(err, journal.ErrWrongPassphrase) {
		t.Errorf("removed without a passphrase: %v", err)
	}
	if err := b.RemoveColleague(ctx, []byte(desktest.Passphrase), slot); err != nil {
		t.Fatal(err)
	}
	if got := who(t, b); got != "1 An Voorbeeld*, recovery" {
		t.Errorf("after he left: %s", got)
	}
	if got := b.Who(slot); got != "Piet Voorbeeld" {
		t.Errorf("what he did is said of %q", got)
	}
	events, err := b.Trail(ctx, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(events, func(e desk.TrailEvent) bool {
		return e.Journal == id && e.Code == code && e.Who == "Piet Voorbeeld" && slices.Contains(e.Kinds, "opened")
	}) {
		t.Error("the trail does not say that he opened the case")
	}
	for _, last := range []string{"1", "recovery"} {
		if err := b.RemoveColleague(ctx, []byte(desktest.Passphrase), last); !errors.Is(err, journal.ErrLastSlot) {
			t.Errorf("removing %s: %v", last, err)
		}
	}
	if err := b.RemoveColleague(ctx, []byte(desktest.Passphrase), slot); !errors.Is(err, journal.ErrNoSlot) {
		t.Errorf("removing him twice: %v", err)
	}
	if err := b.Lock(); err != nil {
		t.Fatal(err)
	}
	if err := b.Unlock(ctx, []byte(pietsWords)); !errors.Is(err, journal.ErrWrongPassphrase) {
		t.Errorf("he opens the desk: %v", err)
	}
}

func TestSecretsAreChangedByWhoKnowsThem(t *testing.T) {
	b := bench(t, desk.Settings{})
	if _, err := b.AddColleague(ctx, []byte(desktest.Passphrase), "Piet", nil); key(err) != "problem.passphrase.empty" {
		t.Errorf("added without a passphrase: %v", err)
	}
	if err := b.ChangePassphrase(ctx, []byte(desktest.Passphrase), nil); key(err) != "problem.passphrase.empty" {
		t.Errorf("changed to nothing: %v", err)
	}
	if _, err := b.AddColleague(ctx, []byte(desktest.Passphrase), " ", []byte(pietsWords)); key(err) != "problem.needed" {
		t.Errorf("adding nobody: %v", err)
	}
	if err := b.ChangePassphrase(ctx, []byte("wrong words"), []byte(pietsWords)); !errors.Is(err, journal.ErrWrongPassphrase) {
		t.Errorf("changed by who does not know it: %v", err)
	}
	if err := b.ChangePassphrase(ctx, []byte(desktest.Passphrase), []byte(pietsWords)); err != nil {
		t.Fatal(err)
	}
	code, err := b.NewRecovery(ctx, []byte(pietsWords))
	if err != nil {
		t.Fatal(err)
	}
	reopen(t, b, pietsWords)
	reopen(t, b, code)
	if err := b.Lock(); err != nil {
		t.Fatal(err)
	}
	for _, old := range []string{desktest.Passphrase, desktest.Recovery} {
		if err := b.Unlock(ctx, []byte(old)); !errors.Is(err, journal.ErrWrongPassphrase) {
			t.Errorf("%s still opens: %v", old, err)
		}
	}
	if err := b.ChangePassphrase(ctx, []byte(pietsWords), []byte(desktest.Passphrase)); !errors.Is(err, journal.ErrLocked) {
		t.Errorf("changed on a locked desk: %v", err)
	}
}

func TestTheSecondReaderIsAnotherColleague(t *testing.T) {
	b := bench(t, desk.Settings{})
	add(t, b)
	if c, err := b.SecondReader(ctx, []byte(pietsWords)); err != nil || c.Slot != "2" || c.Name != "Piet Voorbeeld" {
		t.Errorf("%+v, %v", c, err)
	}
	for secret, want := range map[string]string{
		desktest.Passphrase: "refused.reader", desktest.Recovery: "refused.reader", "wrong words": journal.ErrWrongPassphrase.Error(),
	} {
		if _, err := b.SecondReader(ctx, []byte(secret)); key(err) != want {
			t.Errorf("%s: %v", secret, err)
		}
	}
}

// Who has the desk open signs. A letter that a colleague issued stays theirs
// to the last byte, whoever looks at it.
func TestEachColleagueSignsTheirOwnLetters(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	add(t, b)
	if _, err := b.IssueLetter(ctx, id, "L01"); err != nil {
		t.Fatal(err)
	}
	reopen(t, b, pietsWords)
	doc, err := b.IssuedDocument(ctx, id, 1)
	if err != nil || doc == nil || !strings.Contains(plain(doc), "An Voorbeeld") {
		t.Errorf("her letter is not shown to him as she issued it: %v", err)
	}
	doc, err = b.PreviewLetter(ctx, id, "L02", "")
	if err != nil || !strings.Contains(plain(doc), "Piet Voorbeeld") {
		t.Errorf("he does not sign his own: %v", err)
	}
}

// What who signs is to the centre stands below the name: each colleague's own, or
// that of who signs for all.
func TestALetterSaysWhatWhoSignsIsToTheCentre(t *testing.T) {
	b := bench(t, desk.Settings{})
	id, _ := rich(t, b)
	slot := add(t, b)
	signed := func(want ...string) {
		t.Helper()
		doc, err := b.PreviewLetter(ctx, id, "L02", "")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range doc.Blocks {
			if x.Kind == document.Signature {
				for _, item := range x.Items {
					got = append(got, item.String())
				}
			}
		}
		if !slices.Equal(got, append(want, "Payoke")) {
			t.Errorf("signed by %q, want %q", got, want)
		}
	}
	set := func(signatory, function string) {
		t.Helper()
		s := b.Settings()
		s.Signatory, s.Function = signatory, function
		if err := b.SetSettings(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	signed("An Voorbeeld")
	set("", "legalAdviser")
	signed("An Voorbeeld", "Juridische dienst")
	if _, err := b.IssueLetter(ctx, id, "L01"); err != nil {
		t.Fatal(err)
	}
	reopen(t, b, pietsWords)
	if doc, err := b.IssuedDocument(ctx, id, 1); err != nil || doc == nil || !strings.Contains(plain(doc), "Juridische dienst") {
		t.Errorf("her letter is not shown to him as she issued it: %v", err)
	}
	signed("Piet Voorbeeld")
	set("", "counsellor")
	signed("Piet Voorbeeld", "Begeleiding")
	if err := b.NameColleague(ctx, slot, "Piet V. Voorbeeld"); err != nil {
		t.Fatal(err)
	}
	signed("Piet V. Voorbeeld", "Begeleiding")
	set("Dirk Voorbeeld", "director")
	signed("Dirk Voorbeeld", "Directie")
	reopen(t, b, desktest.Passphrase)
	signed("Dirk Voorbeeld", "Directie")
	set("", "")
	signed("An Voorbeeld")
	reopen(t, b, pietsWords)
	signed("Piet V. Voorbeeld", "Begeleiding")
	s := b.Settings()
	s.Function = "queen"
	if err := b.SetSettings(ctx, s); key(err) != "problem.choice" {
		t.Errorf("a function that there is not: %v", err)
	}
	for _, lang := range desk.Languages {
		seen := map[string]bool{"": true}
		for _, f := range letter.Functions {
			said := b.Library().Letters.Function(lang, f)
			if seen[said] {
				t.Errorf("%s: %s is %q", lang, f, said)
			}
			seen[said] = true
		}
	}
}

func TestAfterARekeyOnlyWhoMadeItOpensTheDesk(t *testing.T) {
	b := bench(t, desk.Settings{})
	add(t, b)
	_, code := rich(t, b)
	recovery, err := b.Rekey(ctx, []byte(desktest.Passphrase), "new", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Swap(ctx, "new"); !errors.Is(err, journal.ErrInUse) {
		t.Errorf("swapped under an open desk: %v", err)
	}
	if err := b.Lock(); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Swap(ctx, "new"); err != nil {
		t.Fatal(err)
	}
	for _, old := range []string{pietsWords, desktest.Recovery} {
		if err := b.Unlock(ctx, []byte(old)); !errors.Is(err, journal.ErrWrongPassphrase) {
			t.Errorf("%s opens the new desk: %v", old, err)
		}
	}
	if err := b.Unlock(ctx, []byte(recovery)); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Find(code); err != nil {
		t.Errorf("the case is lost: %v", err)
	}
	if got := who(t, b); got != "1 An Voorbeeld, recovery*" {
		t.Errorf("the new desk is opened by %s", got)
	}
}

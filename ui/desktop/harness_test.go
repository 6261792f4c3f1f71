package desktop

import (
	"context"
	"crypto/rand"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"onthaal/assets"
	"onthaal/assets/fonts"
	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/contacts"
	"onthaal/domain/desk"
	"onthaal/domain/journal"
	"onthaal/domain/leaflet"
	"onthaal/domain/letter"
	"onthaal/domain/privacy"
	"onthaal/domain/procedure"
	"onthaal/storage"
	"onthaal/ui/desktop/kit"
	"onthaal/ui/paper"
	"onthaal/ui/words"
)

const passphrase = "kiosk lantern marble otter"

// TestMain lets the vault examine a damaged desk in a second process, as both
// programs do.
func TestMain(m *testing.M) {
	if storage.Child() {
		return
	}
	os.Exit(m.Run())
}

// bench is the whole program on a test window: real vault in a folder of its
// own, with a cheap passphrase; the calendar stands at 17 April 1997.
type bench struct {
	*Desktop
	t     *testing.T
	dir   string
	now   time.Time
	queue chan func() // what is to run on the main goroutine
	slow  chan bool   // closing the store waits until this is closed; nil: it does not wait
	bare  bool        // letters look as if nothing had been kept beside their bytes

	today    civil.Date        // on the calendar
	warnings []journal.Warning // about the machine
}

// newDesk opens the program on a folder without a desk.
func newDesk(t *testing.T) *bench {
	t.Helper()
	return openDesk(t, filepath.Join(t.TempDir(), "desk"))
}

// unlockedDesk opens the program on a desk of Payoke's and unlocks it: it
// shows Today.
func unlockedDesk(t *testing.T) *bench {
	t.Helper()
	b := newDesk(t)
	_, err := b.Desk.Create(context.Background(), desk.Settings{Centre: desk.Payoke, Language: "en", Counsellor: "Els Example", Look: "light"}, []byte(passphrase))
	if err != nil {
		t.Fatal(err)
	}
	b.entered()
	return b
}

// openDesk opens the program on a folder.
func openDesk(t *testing.T, dir string) *bench {
	t.Helper()
	v := storage.At(dir, storage.Options{KDF: storage.Params{Memory: 19 * 1024, Time: 1, Threads: 1}})
	return openOn(t, dir, func(b *bench) desk.Vault { return testVault{v, b} })
}

// openOn opens the program on a vault.
func openOn(t *testing.T, dir string, vault func(*bench) desk.Vault) *bench {
	t.Helper()
	var lib desk.Library
	var err error
	must := func() {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	lib.Profiles, err = procedure.Parse(assets.Profiles())
	must()
	lib.Letters, err = letter.Parse(assets.Letters())
	must()
	lib.Leaflets, err = leaflet.Parse(assets.Leaflets())
	must()
	lib.Privacy, err = privacy.Parse(assets.Privacy())
	must()
	lib.Contacts, err = contacts.Parse(assets.Contacts())
	must()
	said, err := words.Load(assets.Words())
	must()
	b := &bench{t: t, dir: dir, now: time.Date(1997, 4, 17, 14, 5, 0, 0, time.UTC), queue: make(chan func(), 64), today: april}
	p := paper.New()
	d := desk.New(vault(b), p, testClock{b}, rand.Reader, lib)
	b.Desktop = New(test.NewTempApp(t), Parts{
		Desk: d, Paper: p, Words: said, Regular: fonts.Regular(), Bold: fonts.Bold(), Language: "en", Version: "test", Folder: dir, OfDesk: storage.OfDesk,
		Do:  func(f func()) { b.queue <- f },
		Now: func() time.Time { b.now = b.now.Add(time.Second); return b.now },
	})
	b.kit.SetLook(kit.Light, 1) // not the look of whoever runs the tests
	t.Cleanup(func() {
		if b.kit.Idle != nil {
			b.kit.Idle.Stop()
		}
		d.Lock()
		b.win.Close()
	})
	return b
}

// until runs what is to run on the main goroutine until something is so.
func (b *bench) until(what string, so func() bool) {
	b.t.Helper()
	late := time.After(20 * time.Second)
	for !so() {
		select {
		case f := <-b.queue:
			f()
		case <-late:
			b.t.Fatalf("this never came about: %s", what)
		}
	}
}

// shows reports whether a screen of type S is shown.
func shows[S screen](b *bench) bool {
	_, ok := b.here.(S)
	return ok
}

// press sends keys to what has the focus, else to the window.
func (b *bench) press(names ...fyne.KeyName) {
	b.t.Helper()
	for _, n := range names {
		if f := b.win.Canvas().Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: n})
		} else {
			b.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: n})
		}
	}
}

// typed types into what has the focus.
func (b *bench) typed(s string) {
	b.t.Helper()
	f := b.win.Canvas().Focused()
	if f == nil {
		b.t.Fatal("nothing has the focus to type into")
	}
	for _, r := range s {
		f.TypedRune(r)
	}
}

// objects lists all that is on the screen, panels first, also what must be
// scrolled to.
func (b *bench) objects() (all []fyne.CanvasObject) {
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		all = append(all, o)
		switch x := o.(type) {
		case *fyne.Container:
			for _, c := range x.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(x).Objects() {
				walk(c)
			}
		}
	}
	for _, o := range b.win.Canvas().Overlays().List() {
		walk(o)
	}
	walk(b.win.Content())
	return all
}

// button finds a button by its label.
func (b *bench) button(label string) *kit.Button {
	b.t.Helper()
	for _, o := range b.objects() {
		if x, ok := o.(*kit.Button); ok && x.Label() == label {
			return x
		}
	}
	b.t.Fatalf("there is no button %q here", label)
	return nil
}

// tap taps the button with a label.
func (b *bench) tap(label string) {
	b.t.Helper()
	b.button(label).Tapped(&fyne.PointEvent{})
}

// field finds a field by its label.
func (b *bench) field(label string) *kit.Field {
	b.t.Helper()
	for _, o := range b.objects() {
		if x, ok := o.(*kit.Field); ok && x.Label() == label {
			return x
		}
	}
	b.t.Fatalf("there is no field %q here", label)
	return nil
}

// choice finds a choice by its label.
func (b *bench) choice(label string) *kit.Choice {
	b.t.Helper()
	for _, o := range b.objects() {
		if x, ok := o.(*kit.Choice); ok && x.Label() == label {
			return x
		}
	}
	b.t.Fatalf("there is no choice %q here", label)
	return nil
}

// says reports whether a text stands on the screen, as one piece.
func (b *bench) says(text string) bool {
	for _, o := range b.objects() {
		switch x := o.(type) {
		case interface{ Text() string }:
			if x.Text() == text {
				return true
			}
		case *canvas.Text:
			if x.Text == text {
				return true
			}
		}
	}
	return false
}

// picture keeps what is on the screen in out/screens, for people to look at.
func (b *bench) picture(name string) image.Image {
	b.t.Helper()
	img := b.win.Canvas().Capture()
	dir := filepath.Join("..", "..", "out", "screens")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		b.t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		b.t.Fatal(err)
	}
	defer f.Close()
	enc := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := enc.Encode(f, img); err != nil {
		b.t.Fatal(err)
	}
	return img
}

// testVault hands storage to the desk.
type testVault struct {
	*storage.Vault
	b *bench
}

// slowStore takes its time to close.
type slowStore struct {
	*storage.Store
	b *bench
}

func (s slowStore) Close() error {
	if s.b.slow != nil {
		<-s.b.slow
	}
	return s.Store.Close()
}

func (s slowStore) Read(ctx context.Context, id journal.ID) ([]journal.Record, error) {
	records, err := s.Store.Read(ctx, id)
	for i := range records {
		if s.b.bare && records[i].Kind == casefile.KindComposed {
			records[i].Body = nil
		}
	}
	return records, err
}

// Warnings are those of the test: its machine may well have some of its own.
func (v testVault) Warnings() []journal.Warning { return v.b.warnings }

func (v testVault) Create(ctx context.Context, passphrase []byte, first func(desk.Store) error) (desk.Store, string, error) {
	s, recovery, err := v.Vault.Create(ctx, passphrase, func(s *storage.Store) error { return first(slowStore{s, v.b}) })
	if err != nil {
		return nil, "", err
	}
	return slowStore{s, v.b}, recovery, nil
}

func (v testVault) Unlock(ctx context.Context, secret []byte) (desk.Store, error) {
	s, err := v.Vault.Unlock(ctx, secret)
	if err != nil {
		return nil, err
	}
	return slowStore{s, v.b}, nil
}

// testClock has a pinned calendar beside the real clock.
type testClock struct{ b *bench }

func (testClock) Now() time.Time      { return time.Now() }
func (c testClock) Today() civil.Date { return c.b.today }

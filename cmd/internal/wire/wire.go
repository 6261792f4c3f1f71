// Package wire builds the desk from its parts — storage, paper, assets, clock
// and randomness — for the window and for the terminal. It is the one place
// that knows which part stands behind which port, and it needs no Fyne.
package wire

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
	"unicode"

	"onthaal/assets"
	"onthaal/domain/civil"
	"onthaal/domain/contacts"
	"onthaal/domain/desk"
	"onthaal/domain/document"
	"onthaal/domain/leaflet"
	"onthaal/domain/letter"
	"onthaal/domain/privacy"
	"onthaal/domain/procedure"
	"onthaal/storage"
	"onthaal/ui/paper"
	"onthaal/ui/words"
)

// Parts are what a face needs.
type Parts struct {
	Desk  *desk.Desk
	Paper *paper.Paper
	Words *words.Catalog
}

// Version is the program's, as in FyneApp.toml.
const Version = "0.1.0"

// Options are what a face may want otherwise. The zero value is right for
// ordinary use.
type Options struct {
	Today civil.Date // pins the day on the calendar; unset means the real one
	Clock desk.Clock // replaces the clock altogether
	Vault storage.Options
	// Seen is told of every document that the desk sets on paper, so that a
	// picture can be made of the very same document.
	Seen func(*document.Document)
}

// Build makes the parts for a desk in a folder. It opens and touches nothing.
func Build(dir string, o Options) (*Parts, error) {
	lib, err := library()
	if err != nil {
		return nil, err
	}
	if o.Clock == nil {
		o.Clock = clock{o.Today}
	}
	o.Vault.Version = Version
	p, v := paper.New(), storage.At(dir, o.Vault)
	return &Parts{
		Desk:  desk.New(vault{v}, sheets{p, o.Seen}, o.Clock, rand.Reader, lib),
		Paper: p, Words: Words(),
	}, nil
}

// Words returns the words of all languages. They are embedded, and a test
// opens them; a program without words can say nothing at all.
func Words() *words.Catalog {
	w, err := words.Load(assets.Words())
	if err != nil {
		panic(err)
	}
	return w
}

func library() (desk.Library, error) {
	var lib desk.Library
	var err [5]error
	lib.Profiles, err[0] = procedure.Parse(assets.Profiles())
	lib.Letters, err[1] = letter.Parse(assets.Letters())
	lib.Leaflets, err[2] = leaflet.Parse(assets.Leaflets())
	lib.Contacts, err[3] = contacts.Parse(assets.Contacts())
	lib.Privacy, err[4] = privacy.Parse(assets.Privacy())
	return lib, errors.Join(err[:]...)
}

// ErrNoFolder: nobody named a folder for the desk, and the system names none:
// the program runs for a user without a home.
var ErrNoFolder = errors.New("wire: no folder for the desk; name one with --store or ONTHAAL_STORE")

// Dir returns the folder of the desk: the one that was asked for, else the
// environment's ONTHAAL_STORE, else the folder "onthaal" in the user's data.
func Dir(asked string) (string, error) {
	if asked != "" {
		return asked, nil
	}
	if s := os.Getenv("ONTHAAL_STORE"); s != "" {
		return s, nil
	}
	switch runtime.GOOS {
	case "windows":
		if s := os.Getenv("LocalAppData"); s != "" {
			return filepath.Join(s, "Onthaal"), nil
		}
	case "darwin":
	default:
		if s := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(s) {
			return filepath.Join(s, "onthaal"), nil
		}
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", ErrNoFolder
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Application Support", "Onthaal"), nil
	}
	return filepath.Join(home, ".local", "share", "onthaal"), nil
}

// Language is the one that the system asks for, which is all that is known of it
// before a desk is open: nl of nl_BE.UTF-8. "" where it does not say.
func Language() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if s := os.Getenv(name); s != "" {
			return s[:len(s)-len(strings.TrimLeftFunc(s, unicode.IsLetter))]
		}
	}
	return ""
}

// The days that may be looked from.
var FirstDay, LastDay = civil.Must(1990, 1, 1), civil.Must(2100, 12, 31)

// Day reads the day that somebody wants to look from.
func Day(s string) (civil.Date, bool) {
	d, err := civil.Parse(s)
	return d, err == nil && !d.Before(FirstDay) && !d.After(LastDay)
}

// vault hands storage to the desk as its port.
type vault struct{ *storage.Vault }

func (v vault) Create(ctx context.Context, passphrase []byte, first func(desk.Store) error) (desk.Store, string, error) {
	s, recovery, err := v.Vault.Create(ctx, passphrase, func(s *storage.Store) error { return first(s) })
	if err != nil {
		return nil, "", err
	}
	return s, recovery, nil
}

func (v vault) Unlock(ctx context.Context, secret []byte) (desk.Store, error) {
	s, err := v.Vault.Unlock(ctx, secret)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// sheets hands paper to the desk as its port.
type sheets struct {
	*paper.Paper
	seen func(*document.Document)
}

func (s sheets) PDF(d *document.Document) ([]byte, error) {
	pdf, err := s.Paper.PDF(d)
	if err == nil && s.seen != nil {
		s.seen(d)
	}
	return pdf, err
}

// clock is the real clock, with a day on the calendar that may be pinned.
type clock struct{ today civil.Date }

func (c clock) Now() time.Time { return time.Now() }

// Today is the day in Belgium, wherever the laptop thinks it is; where the
// system has no time zones it is the laptop's own day.
func (c clock) Today() civil.Date {
	if !c.today.IsZero() {
		return c.today
	}
	if brussels, err := time.LoadLocation("Europe/Brussels"); err == nil {
		return civil.Of(time.Now().In(brussels))
	}
	return civil.Of(time.Now())
}

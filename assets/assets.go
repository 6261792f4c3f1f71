// Package assets holds what is built into the program: words, letters,
// leaflets, the sheet about what is kept, procedures, the contact book, a list of words for passphrases and
// the icon. (The typefaces have a package of their own, assets/fonts.) It is
// data and imports nothing; who uses it parses it.
package assets

import (
	"embed"
	"io/fs"
)

//go:embed words letters leaflets privacy profiles contacts
var files embed.FS

//go:embed wordlist/eff-large.txt
var wordlist string

// Wordlist returns the 7,776 words of the EFF's long list (CC BY 3.0 US, see
// wordlist/LICENSE), one a line: six drawn at random make a passphrase.
func Wordlist() string { return wordlist }

// Words, Letters, Leaflets, Profiles and Contacts return the folders.
func Words() fs.FS { return sub("words") }

// Letters returns the wordings of the letters.
func Letters() fs.FS { return sub("letters") }

// Leaflets returns the editions of the leaflet.
func Leaflets() fs.FS { return sub("leaflets") }

// Privacy returns the editions of the sheet "What we keep about you".
func Privacy() fs.FS { return sub("privacy") }

// Profiles returns the procedures.
func Profiles() fs.FS { return sub("profiles") }

// Contacts returns the contact book.
func Contacts() fs.FS { return sub("contacts") }

func sub(dir string) fs.FS {
	f, err := fs.Sub(files, dir)
	if err != nil {
		panic(err) // the folders are embedded above; fs.Sub fails only on a bad name
	}
	return f
}

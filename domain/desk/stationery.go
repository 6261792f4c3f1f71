package desk

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"strings"

	"onthaal/domain/casefile"
	"onthaal/domain/document"
	"onthaal/domain/journal"
)

// What all letters of a centre share beside its address: the logo above it,
// further lines below it, and where the window of its envelopes lies.

// logoKind is the kind of record that holds the logo in the desk's own journal.
const logoKind = "logo"

// A logo is printed 60 by 18 mm at most: this is more than that shows.
const (
	maxLogo     = 256 << 10 // bytes
	maxLogoSide = 3000      // pixels
)

// logo is its body. Without a picture there is none any more.
type logo struct {
	PNG []byte `json:"png,omitempty"`
}

// LogoLimits are what problem.logo says of the largest logo.
func LogoLimits() map[string]any { return map[string]any{"KB": maxLogo >> 10, "Pixels": maxLogoSide} }

// Envelope says where the address of a letter is to lie.
func (s *Settings) Envelope() document.Envelope {
	return document.Envelope{Left: s.Window == "left", Right: s.PrintRight, Down: s.PrintDown}
}

// letterhead lists the further lines of the letterhead.
func (s *Settings) letterhead() (lines []string) {
	for l := range strings.SplitSeq(s.Letterhead, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			lines = append(lines, l)
		}
	}
	return lines
}

// Logo returns the PNG file of the logo, or nil.
func (d *Desk) Logo() []byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.logo == nil {
		return nil
	}
	return d.logo.PNG
}

// SetLogo takes a PNG file as the logo of all letters from now on; nil takes
// it away. Letters that were issued stay as they are.
func (d *Desk) SetLogo(ctx context.Context, png []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return journal.ErrLocked
	}
	if png != nil {
		if err := d.checkLogo(png); err != nil {
			return err
		}
	}
	return d.put(ctx, logoKind, logo{png}, func() { d.logo = &logo{png} })
}

// checkLogo refuses what is no PNG file, is larger than a letterhead needs, or
// cannot be printed.
func (d *Desk) checkLogo(png []byte) error {
	wrong := casefile.Problem{Key: "problem.logo", Path: "logo", Args: LogoLimits()}
	const size = 24 // of what says how wide and high the picture is
	if len(png) > maxLogo || len(png) < size || !bytes.HasPrefix(png, []byte("\x89PNG\r\n\x1a\n")) ||
		binary.BigEndian.Uint32(png[16:]) > maxLogoSide || binary.BigEndian.Uint32(png[20:]) > maxLogoSide {
		return wrong
	}
	_, err := d.paper.PDF(&document.Document{Lang: "nl", Form: document.Letter, Logo: &document.Picture{Data: png, Alt: "logo"}})
	if errors.Is(err, document.ErrPicture) {
		return wrong
	}
	return err
}

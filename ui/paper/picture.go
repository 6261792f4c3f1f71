package paper

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"

	"onthaal/domain/document"
	"onthaal/ui/paper/sheet"
)

// ErrPicture says that a picture is no PNG or JPEG file, is broken, larger
// than 24 megapixels or 12 megabytes, or that nobody says what it shows.
var ErrPicture = errors.New("paper: a picture that cannot be printed")

const (
	mostBytes  = 12 << 20
	mostPixels = 24e6
	// finest is how many pixels a millimetre gets, 300 to the inch: more no
	// printer shows, and a letter goes by mail.
	finest = 300 / 25.4
)

// picture reads a picture and makes its file anew: opaque on white, no finer
// than it can be printed, and without what a camera writes beside the pixels,
// which may be the place where a person hides. It returns the size at which the
// picture fills the room.
func picture(p *document.Picture, roomWidth, roomHeight float64) (img *sheet.Image, width, height float64, err error) {
	if p.Alt == "" || len(p.Data) > mostBytes || roomWidth <= 0 || roomHeight <= 0 {
		return nil, 0, 0, ErrPicture
	}
	size, format, err := image.DecodeConfig(bytes.NewReader(p.Data))
	if err != nil || format != "png" && format != "jpeg" || size.Width < 1 || size.Height < 1 || size.Width*size.Height > mostPixels {
		return nil, 0, 0, ErrPicture
	}
	source, _, err := image.Decode(bytes.NewReader(p.Data))
	if err != nil {
		return nil, 0, 0, ErrPicture
	}
	scale := min(roomWidth/float64(size.Width), roomHeight/float64(size.Height))
	width, height = float64(size.Width)*scale, float64(size.Height)*scale
	pixels := image.NewRGBA(image.Rect(0, 0,
		max(1, min(size.Width, int(width*finest+0.5))), max(1, min(size.Height, int(height*finest+0.5)))))
	draw.Draw(pixels, pixels.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.CatmullRom.Scale(pixels, pixels.Rect, source, source.Bounds(), draw.Over, nil)
	out := &sheet.Image{Pixels: pixels, JPEG: format == "jpeg"}
	var file bytes.Buffer
	if out.JPEG {
		err = jpeg.Encode(&file, pixels, &jpeg.Options{Quality: 88})
	} else {
		err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&file, pixels)
	}
	if err != nil {
		return nil, 0, 0, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	out.File = file.Bytes()
	return out, width, height, nil
}

// image sets a picture as a row, with its caption below.
func (s *setting) image(p *document.Picture, caption document.Text) []row {
	if p == nil {
		s.err = ErrPicture
		return nil
	}
	img, width, height, err := picture(p, min(p.Width, s.width()), min(p.Height, s.form.height/2))
	if err != nil {
		s.err = err
		return nil
	}
	element := s.element(sheet.Figure, 0)
	s.out.Elements[element-1].Alt = p.Alt
	rows := []row{{height: height, picture: &inPicture{width, img, element}, keep: len(caption) > 0}}
	under := as(element, s.column(caption, s.form.small, 0, s.width()))
	if len(under) > 0 {
		under[0].before = 1
	}
	return append(rows, under...)
}

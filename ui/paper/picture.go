package paper

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"

	"onthaal/domain/document"
	"onthaal/ui/paper/sheet"
)

// finest is how many pixels a millimetre gets, 300 to the inch: more no printer
// shows, and a letter goes by mail.
const finest = 300 / 25.4

// picture reads a picture and makes its file anew: opaque on white, no finer
// than it can be printed, and without what a camera writes beside the pixels,
// which may be the place where a person hides. It returns the size at which the
// picture fills the room.
func picture(p *document.Picture, roomWidth, roomHeight float64) (img *sheet.Image, width, height float64, err error) {
	if p.Alt == "" || len(p.Data) > document.MostBytes || roomWidth <= 0 || roomHeight <= 0 {
		return nil, 0, 0, document.ErrPicture
	}
	size, format, err := image.DecodeConfig(bytes.NewReader(p.Data))
	if err != nil || format != "png" && format != "jpeg" || size.Width < 1 || size.Height < 1 || size.Width*size.Height > document.MostPixels {
		return nil, 0, 0, document.ErrPicture
	}
	source, _, err := image.Decode(bytes.NewReader(p.Data))
	if err != nil {
		return nil, 0, 0, document.ErrPicture
	}
	held := 1
	if format == "jpeg" {
		held = orientation(p.Data)
	}
	if held >= 5 { // lying on its side: so does the room, until it is turned
		roomWidth, roomHeight = roomHeight, roomWidth
	}
	scale := min(roomWidth/float64(size.Width), roomHeight/float64(size.Height))
	width, height = float64(size.Width)*scale, float64(size.Height)*scale
	pixels := image.NewRGBA(image.Rect(0, 0,
		max(1, min(size.Width, int(width*finest+0.5))), max(1, min(size.Height, int(height*finest+0.5)))))
	draw.Draw(pixels, pixels.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.CatmullRom.Scale(pixels, pixels.Rect, source, source.Bounds(), draw.Over, nil)
	if held >= 5 {
		width, height = height, width
	}
	pixels = upright(pixels, held)
	out := &sheet.Image{Pixels: pixels, JPEG: format == "jpeg" || p.Photo}
	var file bytes.Buffer
	if out.JPEG {
		err = jpeg.Encode(&file, pixels, &jpeg.Options{Quality: 88})
	} else {
		err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&file, pixels)
	}
	if err != nil {
		return nil, 0, 0, fmt.Errorf("%w: %w", document.ErrPicture, err)
	}
	out.File = file.Bytes()
	return out, width, height, nil
}

// orientation reads from a JPEG file how the camera was held: a number of Exif
// from 1 to 8, of which 1 is upright. What cannot be read is 1.
func orientation(file []byte) int {
	for at := 2; at+4 <= len(file) && file[at] == 0xff && file[at+1] != 0xda; { // until the pixels
		size := int(binary.BigEndian.Uint16(file[at+2:]))
		next := at + 2 + size
		if size < 2 || next > len(file) {
			return 1
		}
		if exif, ok := bytes.CutPrefix(file[at+4:next], []byte("Exif\x00\x00")); ok && file[at+1] == 0xe1 {
			return held(exif)
		}
		at = next
	}
	return 1
}

// held finds the orientation in the first directory of a TIFF file.
func held(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(tiff, []byte("II")) {
		order = binary.LittleEndian
	}
	if len(tiff) < 8 {
		return 1
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		const size, tag = 12, 0x0112
		if len(entries) < size {
			return 1
		}
		if v := int(order.Uint16(entries[8:])); order.Uint16(entries) == tag && 1 <= v && v <= 8 {
			return v
		}
		entries = entries[size:]
	}
	return 1
}

// upright turns a picture as its camera was held.
func upright(source *image.RGBA, orientation int) *image.RGBA {
	if orientation == 1 {
		return source
	}
	w, h := source.Rect.Dx(), source.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			left, top := x, y // where the pixel goes
			switch orientation {
			case 2, 3, 7, 8:
				left = w - 1 - x
			}
			switch orientation {
			case 3, 4, 6, 7:
				top = h - 1 - y
			}
			if orientation >= 5 {
				left, top = top, left
			}
			out.SetRGBA(left, top, source.RGBAAt(x, y))
		}
	}
	return out
}

// room is where a picture is to stand.
type room struct {
	picture       *document.Picture
	width, height float64
}

// placed is a picture that was read, at its size.
type placed struct {
	image         *sheet.Image
	width, height float64
}

// image sets a picture as a row, in a room of that size, with its caption
// below.
func (s *setting) image(p *document.Picture, width, height float64, caption document.Text) []row {
	at := room{p, width, height}
	got, ok := s.kept.pictures[at]
	if !ok {
		var err error
		if got.image, got.width, got.height, err = picture(p, min(width, s.width()), min(height, s.form.height/2)); err != nil {
			s.err = err
			return nil
		}
		s.kept.pictures[at] = got
	}
	element := s.element(sheet.Figure, 0)
	s.out.Elements[element-1].Alt = p.Alt
	rows := []row{{height: got.height, picture: &inPicture{width: got.width, image: got.image, element: element}, keep: len(caption) > 0}}
	under := as(element, s.column(caption, s.form.small, 0, s.width()))
	if len(under) > 0 {
		under[0].before = 1
	}
	return append(rows, under...)
}

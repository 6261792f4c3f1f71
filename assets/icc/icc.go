// Package icc holds the profile of colours that every PDF of the program
// carries as its output intent ([SRGB]), so that an archive can show it alike in
// fifty years. Letters are black and grey; the logo of a centre need not be.
//
// It is data: three components, for a stream with /N 3, uncompressed.
package icc

import _ "embed"

// SRGB is the profile of sRGB (IEC 61966-2.1), an ICC profile of version 2
// from Debian's icc-profiles-free 2.0.1, under the zlib licence (LICENSE).
// Nobody may write into it.
//
//go:embed sRGB.icc
var SRGB []byte

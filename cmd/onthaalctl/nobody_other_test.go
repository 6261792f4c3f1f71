//go:build !unix

package main

import "github.com/rogpeppe/go-internal/testscript"

// cmdNobody is for the modes of unix; the story that needs it is told there.
func cmdNobody(ts *testscript.TestScript, _ bool, _ []string) { ts.Fatalf("there are no modes here") }

// Package kit holds the widgets of the desk.
package kit

package casefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"onthaal/domain/journal"
)

// Last stands in Void.Of for the latest entry that can be taken back. It is
// never stored: procedure.Resolve puts the entry's own id in its place before
// the void is recorded.
var Last = journal.ID{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// LastWord is how Last is written in JSON.
const LastWord = "last"

var errJSON = errors.New("casefile: not one JSON value with every name once")

// ReadJSON reads what a person or a script hands in: one JSON value of at most
// most bytes, not null, and nothing behind it. A name that stands twice in an object is
// refused, because one of its two values would be lost without a word; a field
// that v does not have is refused too.
func ReadJSON(data []byte, most int, v any) error {
	if len(data) > most || !json.Valid(data) || isNull(bytes.TrimSpace(data)) || !namesOnce(json.NewDecoder(bytes.NewReader(data))) {
		return errJSON
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if dec.Decode(v) != nil {
		return errJSON // the reason could quote what was typed
	}
	return nil
}

// namesOnce walks the tokens of a valid JSON text.
func namesOnce(dec *json.Decoder) bool {
	type object struct {
		names map[string]bool // nil for a list
		value bool            // the next token is a value, not a name
	}
	var open []object
	for {
		t, err := dec.Token()
		if err == io.EOF {
			return true
		}
		if err != nil {
			return false
		}
		var in *object
		if len(open) > 0 {
			in = &open[len(open)-1]
		}
		if name, ok := t.(string); ok && in != nil && in.names != nil && !in.value {
			folded := strings.ToLower(name) // as encoding/json matches fields
			if in.names[folded] {
				return false
			}
			in.names[folded], in.value = true, true
			continue
		}
		if in != nil {
			in.value = false
		}
		switch t {
		case json.Delim('{'):
			open = append(open, object{names: map[string]bool{}})
		case json.Delim('['):
			open = append(open, object{})
		case json.Delim('}'), json.Delim(']'):
			open = open[:len(open)-1]
		}
	}
}

func isNull(raw json.RawMessage) bool { return string(raw) == "null" }

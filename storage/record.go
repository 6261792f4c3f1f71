package storage

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"onthaal/domain/journal"
)

// maxFields bounds a record without its body.
const maxFields = 4 << 10

// encodeRecord writes a record as the length of its JSON without the body, the
// JSON, and the body as it is. A field that Record gains later comes along by
// itself.
func encodeRecord(r journal.Record) ([]byte, error) {
	if len(r.Body) > journal.MaxBody {
		return nil, fmt.Errorf("%w: a body of %d bytes", journal.ErrTooLarge, len(r.Body))
	}
	for _, s := range []string{r.Kind, r.On, r.Time, r.By} {
		if !utf8.ValidString(s) { // JSON would replace the bytes
			return nil, fmt.Errorf("storage: record %v has a field that is not UTF-8", r.ID)
		}
	}
	body := r.Body
	r.Body = nil
	r.At = r.At.UTC()
	fields, err := json.Marshal(r)
	if err != nil { // a year beyond 9999
		return nil, fmt.Errorf("storage: record %v has a time that cannot be written", r.ID)
	}
	if len(fields) > maxFields {
		return nil, fmt.Errorf("%w: fields of %d bytes", journal.ErrTooLarge, len(fields))
	}
	b := binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(fields)+len(body)), uint32(len(fields)))
	return append(append(b, fields...), body...), nil
}

func decodeRecord(b []byte) (r journal.Record, ok bool) {
	if len(b) < 4 {
		return r, false
	}
	n := binary.BigEndian.Uint32(b)
	if uint64(n) > uint64(len(b)-4) || json.Unmarshal(b[4:4+n], &r) != nil {
		return r, false
	}
	if body := b[4+n:]; len(body) > 0 {
		r.Body = body
	}
	return r, true
}

// A head's content is the number of records of its journal and the data.
func encodeHead(seq uint64, data []byte) []byte {
	return append(binary.BigEndian.AppendUint64(nil, seq), data...)
}

func decodeHead(b []byte) (seq uint64, data []byte, ok bool) {
	if len(b) < 8 {
		return 0, nil, false
	}
	return binary.BigEndian.Uint64(b), b[8:], true
}

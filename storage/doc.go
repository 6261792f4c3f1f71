// Package storage is the vault: it keeps journals in one folder, sealed, so
// that who takes the laptop reads nothing and who damages a file is found out.
// It knows a journal.Record's fields but never looks into a Body or a head.
//
// # Use
//
// At names a folder; Vault.Create makes a desk in it, Vault.Unlock opens one
// with a passphrase or the recovery code, Vault.Check reads and authenticates
// all of it. The Store that they give answers Heads and Read, grows by
// Append, and must be closed. Programs call Child and then Harden first, once.
//
// # Files
//
//	<folder>/        mode 0700
//	  app.lock       held while one program has the desk open or tries to
//	  vault.json     the header: format, cost of the passphrase, slots
//	  seal           what every file of db/ was at the last clean close
//	  tip            how far the audit chain has come, while the desk is open
//	  db/            Badger, encrypted
//	  ballast        while the desk is open: room on the disk for closing it
//	  recovering/    only while a desk is opened that was not closed: a copy of db/
//	  creating       only while Create is at work; a folder with it is no desk yet
//
// Other files in the folder are never read and never touched. The header is
// in the clear and names nobody.
//
// # Keys
//
//	passphrase -Argon2id(salt, cost)-> \
//	                                    > slot -XChaCha20-Poly1305-> master key
//	recovery code, 160 bit -HKDF-----> /
//	master key -HKDF-> badger | header | seal | tip | wrap | audit | links | drafts | backup | known backups | erased | ledger | migration
//	wrap -XChaCha20-Poly1305-> a random key per journal -> its records, head and draft
//	backup -XChaCha20-Poly1305-> an age identity, to which backups are encrypted
//
// One salt and one cost serve all slots. The cost is measured once, when the
// desk is made, and changes with a re-key alone; it is checked against bounds
// before any memory is taken for it, and is part of the associated data of every
// slot, so that nobody can lower it. A slot is called by a number, which is not
// given again, because records say by it who wrote them.
//
// An open Store does not keep the master key: whoever changes slots
// (Store.AddSlot, ChangeSlot, RemoveSlot, NewRecovery) gives a passphrase again.
// vault.json is replaced at one stroke, with an epoch one higher; then a link of
// the audit chain tells of it. The seal and the tip carry the epoch that the
// chain has come to: a header of a lower one is refused ("headerOlder"), since
// it could let in who was removed; one of a higher one comes from a program that
// was cut off between the two, and the missing links are added at the next
// opening. There is no second copy of vault.json: every backup begins with one.
//
// Removing a slot does not change the master key, and who held it may have kept
// the header of before. Rekey makes a new desk, in another folder, in which no
// key is what it was.
//
// # Rows
//
// A row's key in Badger is its place: one byte for the table, the 16 bytes of
// an id, and a number of 8 bytes, big-endian; in table f the id of the
// attachment stands before the number.
//
//	table  id           number        sealed under    content
//	a      0            of the link   links           an audit link
//	b      the backup   0             known backups   JSON of journal.Backup
//	d      the journal  0             the journal's   a draft
//	e      the journal  0             erased          JSON of an erasure
//	f      the journal  0, 1, 2, …    the journal's   an attachment: its marker, its chunks
//	h      the journal  0             the journal's   a head: records (8 bytes), data
//	k      the journal  0             wrap            the journal's key
//	l      0            0             drafts          the list of drafts
//	m      0            the format    migration       how far a change to that format has come
//	r      the journal  1, 2, 3, …    the journal's   a record: length of JSON (4 bytes), JSON, body
//
// A row's value is a box: the byte 1; the row's version, 8 bytes big-endian;
// a nonce of 24 bytes; and the content, sealed with XChaCha20-Poly1305. Before
// sealing, the content gets its length in front, 4 bytes big-endian, and is
// filled with zeros up to a size class (sizeClass). The associated data is
// "onthaal/1/box" and a zero byte, the store's id, the row's key, and the first
// 9 bytes of the box. The version is the number of the audit link that wrote
// the row; for drafts and their list, it counts changes of drafts.
//
// The list of drafts has for each draft the journal's id, its version (8
// bytes) and its hash (16 bytes).
//
// # The audit chain
//
// Every change but that of a draft adds a link, in the same transaction. Its
// content, in which a text is its length as uvarint and then UTF-8:
//
//	prev      32 bytes  the chain's value before this link
//	at         8 bytes  when: milliseconds since 1970-01-01 UTC, big-endian
//	slot       text     who
//	what       text     did what
//	journal   16 bytes  with which journal; zero for none
//	kinds      uvarint, then as many texts: the kinds of records, each once
//	detail     text
//	rows       until the end, for each row written or removed:
//	  table      1 byte
//	  number     uvarint: 4 × number, + 2 when the row is of another journal
//	             than the link, + 1 when it was removed
//	  journal   16 bytes, only of another
//	  attachment 16 bytes, only in table f
//	  hash      16 bytes, the first of the SHA-256 of the box; not when removed
//
// The chain's value is HMAC-SHA-256 under the key audit: at the beginning of
// "onthaal/1/genesis", a zero byte and the store's id; after a link, of the
// link's content. A re-key carries the links over: the hash of a row that has
// been written again since is that of the old desk. The last value stands in the seal and in the tip. Rows of
// the tables b, e, h and m may be written again, those of others only once, save by a
// link that says "migrate".
//
// # Attachments
//
// An attachment of a journal has a random id, and is cut into chunks of 262,140
// bytes, the last of which may be shorter; there is none when it is empty. Each
// is a row of table f, numbered from 1. Its marker, number 0, is the number of
// chunks (8 bytes, big-endian), the size (8 bytes) and the SHA-256 of the whole,
// and is written in the last transaction, by the link "attach"; links before
// it say "attaching". Chunks without a marker are of an attachment that
// never came to its end; they are removed by a link "clear".
//
// # Erasure
//
// A link that removes the key of a journal (table k) removes all its rows, in
// the tables d, f, h, k and r. The same link writes the journal's row in table
// e, JSON with
//
//	journal  the id, 32 hexadecimal digits
//	at       when, RFC 3339
//	slot     who
//	link     the number of the link that began the journal, if there was one
//	since    when its first record was made, if there was one
//	done     true once nothing is left of the journal in the files; the row is
//	         written again then
//
// Until it is done, rows of the journal may still be there, empty or sealed
// under the key that is gone. Its id is never used again.
//
// The file erased says the same, so that it can be replayed in an older copy:
// JSON, indented by one space, with format (1), store, erased (a list of the
// above without done) and mac, in this order, and a newline. mac is the
// HMAC-SHA-256, in base 64, under the key ledger, of the file as it would be
// without the field mac. A journal is in the file before it is in the store.
// The seal holds the file's SHA-256.
//
// # What is promised, and by what
//
// Secrecy: every row is sealed under its journal's key, padded to a size
// class; Badger encrypts again and so hides how rows relate. Keys of rows are
// random ids and numbers.
//
// Wholeness of a row: its associated data names the store, the table, the
// journal, the position and the version, so that a row that was edited, moved
// or taken from elsewhere does not open: journal.ErrDamaged. Badger's own
// encryption would let all of that pass.
//
// Wholeness of the store after a clean close: the seal, a keyed list of the
// SHA-256 of every file, is compared before Badger sees the folder, because
// Badger answers to some damage by deleting what it no longer understands. A
// damaged folder is left exactly as it is.
//
// Wholeness after a crash: every change adds a link to the audit chain, in
// the same transaction, that names each row written, with its version and
// hash. Walking the chain proves that all is there and nothing else. The tip,
// kept beside Badger, proves that the end of the chain was not lost either.
// All this is done on a copy and in a second process, because Badger answers
// to some damage by ending the process, or by cutting and deleting files. The
// desk's own files are touched when the copy has proved whole, and not before.
//
// Durability: when Append or SetDraft returns nil, the change is on the disk.
// The tip is written then too, but left to the operating system to bring to
// the disk: after a power cut it may lag by some seconds. A tip that lags
// proves less; it can never be ahead of what is stored.
//
// # What is not promised
//
// A whole folder replaced by an older copy of itself opens without complaint.
// Nothing guards against a program that reads this process's memory. There is
// no way in when the passphrase and the recovery code are both lost. Sizes
// (by class), numbers of rows and times of writing can be guessed from the
// files.
//
// # Changing the format
//
// Format 1 is the first that is kept: every later version reads it. A header
// with a greater number is answered with journal.Newer, which names the version
// of the program that wrote it, and nothing of the folder is touched. The
// strings that begin with "onthaal/1/" are part of the format.
//
// A program that knows a later format brings the desk to it when it is opened,
// one format after the other: a backup in the desk's folder
// (before-format-2.backup), then some rows at a time, then the number in the
// header. How far it has come is the row of table m whose number is the new
// format: a byte, 1 or, when all rows are done, 2, and what the change itself
// needs to go on. A program finds by that row too that a store is beyond it.
package storage

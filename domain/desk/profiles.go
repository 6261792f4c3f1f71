package desk

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	"onthaal/domain/casefile"
	"onthaal/domain/civil"
	"onthaal/domain/journal"
	"onthaal/domain/procedure"
)

// A centre may bring its own version of a procedure: the law has changed, or a
// lawyer has found a fact wrong. It is shown as a difference, kept sealed in
// the desk's own journal, and never read from a folder. No case changes by it
// until somebody confirms it for the case.

// profileKind is the kind of record that holds an imported procedure.
const profileKind = "profile"

// maxProfile is the largest procedure that is read, in bytes.
const maxProfile = 200 << 10

// rules returns the newest procedure of that id on this desk, or nil.
func (d *Desk) rules(id string) *procedure.Profile {
	if p := d.profiles[id]; p != nil {
		return p
	}
	return d.lib.Profiles[id]
}

// Profiles returns the newest version of every procedure of the desk: those
// built in, and those that were imported.
func (d *Desk) Profiles() map[string]*procedure.Profile {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.allProfiles()
}

func (d *Desk) allProfiles() map[string]*procedure.Profile {
	all := maps.Clone(d.lib.Profiles)
	maps.Copy(all, d.profiles)
	return all
}

// Lapsed says that a procedure, "" for the default, is not law on a day; nil
// where it is. Who chooses it for a case of that day has to know.
func (d *Desk) Lapsed(profile string, on civil.Date) *procedure.Lapse {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.lapsed(cmp.Or(profile, procedure.Default), on)
}

func (d *Desk) lapsed(profile string, on civil.Date) *procedure.Lapse {
	p := d.rules(profile)
	if p == nil {
		return nil
	}
	return p.Lapsed(on, d.allProfiles())
}

// CompareProfile reads a procedure and says in what it differs from the one of
// the same id that the desk has, or from the default. Nothing is recorded.
func (d *Desk) CompareProfile(data []byte) (*procedure.Profile, []procedure.Difference, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return nil, nil, journal.ErrLocked
	}
	return d.compareProfile(data)
}

func (d *Desk) compareProfile(data []byte) (*procedure.Profile, []procedure.Difference, error) {
	wrong := func(key string) error { return casefile.Problem{Key: key, Path: "profile"} }
	if len(data) > maxProfile {
		return nil, nil, wrong("problem.profile.file")
	}
	p, err := procedure.ParseProfile(data)
	var found casefile.Problems
	if errors.As(err, &found) {
		return nil, nil, found
	}
	if err != nil {
		return nil, nil, wrong("problem.profile.file") // the reason could quote the file
	}
	today := d.clock.Today()
	now := civil.Of(d.clock.Now().UTC()) // the day that is worked under may be another
	if now.Before(today) {
		now = today
	}
	if err := p.Fits(today, now, d.lib.Profiles[p.ID]); err != nil {
		return nil, nil, err
	}
	d.complete(p)
	base := d.rules(p.ID)
	if base == nil {
		return p, procedure.Differences(d.rules(procedure.Default), p), nil
	}
	diff := procedure.Differences(base, p)
	for old := base; old != nil; old = old.Before {
		if old.Version == p.Version && len(procedure.Differences(old, p)) > 0 {
			return nil, nil, wrong("problem.profile.raise")
		}
	}
	if len(diff) == 0 {
		return nil, nil, wrong("problem.profile.same")
	}
	return p, diff, nil
}

// ImportProfile takes a procedure into use on this desk. New cases run under
// it; the others show its dates beside theirs until somebody confirms it.
func (d *Desk) ImportProfile(ctx context.Context, data []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.store == nil {
		return journal.ErrLocked
	}
	p, _, err := d.compareProfile(data)
	if err != nil {
		return err
	}
	var kept bytes.Buffer
	if err := json.Compact(&kept, data); err != nil {
		return casefile.Problem{Key: "problem.profile.file", Path: "profile"}
	}
	if err := d.put(ctx, profileKind, json.RawMessage(kept.Bytes()), func() { d.shelve(p) }); err != nil {
		return err
	}
	for id, h := range d.heads {
		if h.Schedule.Profile != p.ID {
			continue
		}
		again, err := d.remake(ctx, id)
		if err != nil {
			return err
		}
		again.id, again.seq = id, h.seq
		d.keep(&again)
	}
	return nil
}

// complete takes what a procedure does not say about how long a file is kept
// from the program.
func (d *Desk) complete(p *procedure.Profile) {
	if p.Retention == nil {
		p.Retention = d.lib.Profiles[procedure.Default].Retention
	}
}

// shelve puts a procedure before the one that it replaces.
func (d *Desk) shelve(p *procedure.Profile) {
	p.Before = d.rules(p.ID)
	d.profiles[p.ID] = p
}

// recall reads an imported procedure from the desk's own journal.
func (d *Desk) recall(body []byte) error {
	p, err := procedure.RecallProfile(body)
	if err != nil {
		return fmt.Errorf("desk: an imported procedure cannot be read: %w", err)
	}
	d.complete(p)
	d.shelve(p)
	return nil
}

// outdated reports that a head was made when another version of its procedure
// was the newest.
func (d *Desk) outdated(h *head) bool {
	p := d.rules(h.Schedule.Profile)
	if p == nil {
		return false
	}
	newest := h.Schedule.Newest
	if newest == "" {
		newest = h.Schedule.Version
	}
	return newest != p.Version
}

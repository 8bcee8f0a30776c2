package signkey_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

// storeFunc is a store of one function.
type storeFunc func(ctx context.Context, id string, lifetime time.Duration) (bool, error)

func (f storeFunc) Claim(ctx context.Context, id string, lifetime time.Duration) (bool, error) {
	return f(ctx, id, lifetime)
}

// patient is a store with a deadline of its own.
type patient struct {
	storeFunc
	deadline time.Duration
}

func (p patient) ClaimDeadline() time.Duration {
	return p.deadline
}

// claiming is a request that is to be claimed.
func claiming(t *testing.T, store signkey.ReplayStore, opts ...signkey.EndpointOption) signkey.Admission {
	t.Helper()
	opts = append(opts, signkey.WithReplayStore(store))
	endpoint := newEndpoint(t, signkey.ModeCloud, newKeyring(t, key), opts...)
	admission := endpoint.AdmitWhole("POST", signed("{}"), []byte("{}"), now)
	if admission.Step() != signkey.StepClaim {
		t.Fatal(admission)
	}
	return admission
}

// silent is a store that takes no notice of its context.
func silent(t *testing.T) storeFunc {
	end := make(chan struct{})
	t.Cleanup(func() { close(end) })
	return func(context.Context, string, time.Duration) (bool, error) {
		<-end
		return true, nil
	}
}

func TestAStoreIsAskedForAnIDAndALifetime(t *testing.T) {
	var asked signkey.Claim
	admission := claiming(t, storeFunc(func(_ context.Context, id string, lifetime time.Duration) (bool, error) {
		asked = signkey.Claim{ID: id, LifetimeSeconds: uint64(lifetime / time.Second)}
		return true, nil
	}), signkey.WithReplaySkew(time.Minute))
	claim, ok := admission.Claim()
	_, err := admission.Caller()
	wantError(t, err, signkey.ErrInvalidArgument)
	if admission.ClaimsResponses() {
		t.Error(admission)
	}
	if err := admission.AskStore(context.Background()); err != nil || admission.Step() != signkey.StepAdmit {
		t.Error(admission, err)
	}
	if !ok || claim != asked || len(claim.ID) != 32 || claim.Lifetime() != 661*time.Second {
		t.Error(claim, asked)
	}
	if _, ok := admission.Claim(); ok {
		t.Error("a claim after the verdict")
	}
	wantError(t, admission.ReceiveClaim(signkey.ClaimAgain), signkey.ErrFinished)
}

func TestAnAnswerIsFirstOrAgain(t *testing.T) {
	store := signkey.NewMemoryStore()
	for _, want := range []*signkey.Error{nil, signkey.ErrReplayed, signkey.ErrReplayed} {
		admission := claiming(t, store)
		if err := admission.AskStore(context.Background()); err != nil {
			t.Error(err)
		}
		switch _, err := admission.Caller(); {
		case want != nil:
			wantError(t, err, want)
		case err != nil:
			t.Error(err)
		}
	}
}

func TestAStoreThatSaysNothingIsUnavailable(t *testing.T) {
	broken := errors.New("connection refused")
	for name, test := range map[string]struct {
		store  signkey.ReplayStore
		reason string
	}{
		"error": {storeFunc(func(context.Context, string, time.Duration) (bool, error) { return true, broken }),
			"connection refused"},
		"panic": {storeFunc(func(context.Context, string, time.Duration) (bool, error) { panic("a bug") }), "a bug"},
		"late": {storeFunc(func(ctx context.Context, _ string, _ time.Duration) (bool, error) {
			<-ctx.Done()
			return true, ctx.Err()
		}), "deadline exceeded"},
		"silent":       {silent(t), "did not answer in time"},
		"less patient": {patient{silent(t), time.Millisecond}, "did not answer in time"},
	} {
		t.Run(name, func(t *testing.T) {
			admission, began := claiming(t, test.store), time.Now()
			err := admission.AskStore(context.Background())
			if took := time.Since(began); took > signkey.ClaimDeadline+time.Second {
				t.Errorf("it took %v", took)
			}
			if err == nil || !strings.Contains(err.Error(), test.reason) {
				t.Error(err)
			}
			refusal, _ := admission.Refusal()
			wantError(t, refusal.Err, signkey.ErrReplayStoreUnavailable)
			if refusal.Status != 503 {
				t.Error(refusal.Status)
			}

			admission = claiming(t, test.store, signkey.WithAdmitUnclaimed())
			if err := admission.AskStore(context.Background()); err == nil {
				t.Error("the reason is lost")
			}
			if _, ok := admission.Verified(); !ok {
				t.Error(admission)
			}
		})
	}
}

// TestWhoHangsUpDoesNotEndAClaim has the sender of a replay hang up, and be gone before the store is asked.
func TestWhoHangsUpDoesNotEndAClaim(t *testing.T) {
	type name struct{}
	store := signkey.NewMemoryStore()
	for i, want := range []error{nil, signkey.ErrReplayed, signkey.ErrReplayed} {
		ctx, hangUp := context.WithCancel(context.WithValue(context.Background(), name{}, "value"))
		slow := storeFunc(func(ctx context.Context, id string, lifetime time.Duration) (bool, error) {
			hangUp()
			time.Sleep(10 * time.Millisecond)
			if ctx.Value(name{}) != "value" {
				t.Error("the values of the context are lost")
			}
			if err := ctx.Err(); err != nil {
				return false, err
			}
			return store.Claim(ctx, id, lifetime)
		})
		if i == 2 {
			hangUp()
		}
		admission := claiming(t, slow, signkey.WithAdmitUnclaimed())
		if err := admission.AskStore(ctx); err != nil {
			t.Error(err)
		}
		if _, err := admission.Caller(); !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
	}
}

// TestAnAnswerThatIsThereCounts has answers that are there when the deadline is over, too.
func TestAnAnswerThatIsThereCounts(t *testing.T) {
	for range 100 {
		if answer, err := signkey.AnswerAtTheDeadline(signkey.ClaimAgain); answer != signkey.ClaimAgain || err != nil {
			t.Fatal(answer, err)
		}
	}
}

func TestAPendingClaimIsARefusal(t *testing.T) {
	admission := claiming(t, signkey.NewMemoryStore(), signkey.WithAdmitUnclaimed())
	refusal, isRefused := admission.Refusal()
	if !isRefused || refusal.Status != 503 || !strings.Contains(string(refusal.Body), "replay_store_unavailable") {
		t.Errorf("%v, %+v", isRefused, refusal)
	}
	wantError(t, refusal.Err, signkey.ErrReplayStoreUnavailable)
	if err := admission.AskStore(context.Background()); err != nil {
		t.Error(err)
	}
	if _, isRefused := admission.Refusal(); isRefused || admission.Step() != signkey.StepAdmit {
		t.Error(admission)
	}
}

// TestAClaimThatCannotBeJudgedIsARefusal has a store that answers twice.
func TestAClaimThatCannotBeJudgedIsARefusal(t *testing.T) {
	var admission signkey.Admission
	admission = claiming(t, storeFunc(func(context.Context, string, time.Duration) (bool, error) {
		return true, admission.ReceiveClaim(signkey.ClaimFirst)
	}))
	wantError(t, admission.AskStore(context.Background()), signkey.ErrFinished)
	refusal, isRefused := admission.Refusal()
	if !isRefused || admission.Step() != signkey.StepRefuse {
		t.Error(admission)
	}
	wantError(t, refusal.Err, signkey.ErrInternal)
}

func TestUnknownAnswersAreRefused(t *testing.T) {
	admission := claiming(t, signkey.NewMemoryStore())
	for _, answer := range []signkey.ClaimAnswer{0, 4, 255} {
		wantError(t, admission.ReceiveClaim(answer), signkey.ErrInvalidArgument)
	}
	if err := admission.ReceiveClaim(signkey.ClaimUnavailable); err != nil {
		t.Error(err)
	}
	_, err := admission.Caller()
	wantError(t, err, signkey.ErrReplayStoreUnavailable)
}

func TestAClaimInMemoryLastsForItsLifetime(t *testing.T) {
	store, clock := signkey.NewMemoryStoreAt(time.Unix(signedAt, 0))
	ctx := context.Background()
	for _, step := range []struct {
		after time.Duration
		first bool
	}{{0, true}, {0, false}, {time.Second - 1, false}, {1, true}, {0, false}} {
		clock.Advance(step.after)
		first, err := store.Claim(ctx, "a", time.Second)
		if first != step.first || err != nil {
			t.Errorf("after %v: %v, %v", step.after, first, err)
		}
	}
	// What is over is forgotten.
	for range 100_000 {
		clock.Advance(time.Second)
		_, _ = store.Claim(ctx, clock.String(), 10*time.Second)
	}
	if size := store.Size(); size > 2048 {
		t.Errorf("there are %d claims", size)
	}
}

func TestOfAllClaimsInMemoryOneIsTheFirst(t *testing.T) {
	store := signkey.NewMemoryStore()
	var group sync.WaitGroup
	firsts := make([]int, 8)
	for goroutine := range firsts {
		group.Add(1)
		go func() {
			defer group.Done()
			for range 1000 {
				if first, _ := store.Claim(context.Background(), "a", time.Minute); first {
					firsts[goroutine]++
				}
			}
		}()
	}
	group.Wait()
	total := 0
	for _, times := range firsts {
		total += times
	}
	if total != 1 {
		t.Errorf("%d are the first", total)
	}
}

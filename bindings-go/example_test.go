package signkey_test

import (
	"errors"
	"fmt"
	"log"
	"net/http"
	"strings"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

func ExampleKeyring_VerifyRequest() {
	keyring, err := signkey.NewKeyring("signkey-test-12345678")
	if err != nil {
		log.Fatal(err)
	}
	defer keyring.Close()

	body := []byte(`{"event":{"name":"app/user.created"}}`)
	header := http.Header{}
	header.Set(signkey.HeaderName,
		"t=1700000000&s=c166308d5c58e98098da86fb1a95b16c54e7c981afa105c02552ad43976304be")

	for _, now := range []time.Time{time.Unix(1700000042, 0), time.Unix(1700009999, 0)} {
		verified, err := keyring.VerifyRequest(body, header, signkey.WithNow(now))
		switch {
		case errors.Is(err, signkey.ErrExpired):
			fmt.Println(err)
		case err == nil:
			fmt.Printf("key %s, %v old\n", verified.KeyID, verified.Age)
		}
	}
	// Output:
	// key b2ed992186a5, 42s old
	// signkey: the signature is authentic but too old: signed 9999 seconds ago
}

func ExampleKeyring_NewVerifier() {
	keyring, err := signkey.NewKeyring("signkey-test-12345678")
	if err != nil {
		log.Fatal(err)
	}
	defer keyring.Close()
	header := http.Header{}
	header.Set(signkey.HeaderName,
		"t=1700000000&s=c166308d5c58e98098da86fb1a95b16c54e7c981afa105c02552ad43976304be")

	verifier, err := keyring.NewVerifier(header)
	if err != nil {
		log.Fatal(err)
	}
	defer verifier.Close()
	if _, err := strings.NewReader(`{"event":{"name":"app/user.created"}}`).WriteTo(verifier); err != nil {
		log.Fatal(err)
	}
	verified, err := verifier.Finish(signkey.WithUnixNow(1700000042))
	fmt.Println(verified.Form, err)
	// Output: raw <nil>
}

func ExampleKeyring_SignRequest() {
	keyring, err := signkey.NewKeyring("signkey-test-12345678")
	if err != nil {
		log.Fatal(err)
	}
	defer keyring.Close()

	body, _, err := signkey.Canonicalize([]byte(`{ "event": {"name": "app/user.created"} }`))
	if err != nil {
		log.Fatal(err)
	}
	signature, err := keyring.SignRequest(body, signkey.WithTimestamp(time.Unix(1700000000, 0)))
	fmt.Println(signature, err)
	// Output: t=1700000000&s=c166308d5c58e98098da86fb1a95b16c54e7c981afa105c02552ad43976304be <nil>
}

func ExampleNewReplayGuard() {
	keyring, err := signkey.NewKeyring("signkey-test-12345678")
	if err != nil {
		log.Fatal(err)
	}
	guard, err := signkey.NewReplayGuard(120_000)
	if err != nil {
		log.Fatal(err)
	}
	endpoint, err := signkey.NewEndpoint(signkey.ModeCloud, keyring, signkey.WithReplayGuard(guard))
	if err != nil {
		log.Fatal(err)
	}
	body, clock := []byte(`{"event":{"name":"shop/order.created"}}`), signkey.WithUnixNow(1_700_000_000)
	value, err := keyring.SignRequest(body, signkey.WithUnixTimestamp(1_700_000_000))
	if err != nil {
		log.Fatal(err)
	}
	header := http.Header{signkey.HeaderName: {value}}
	for range 2 {
		admission := endpoint.AdmitWhole("POST", header, body, clock)
		_, err := admission.Caller()
		fmt.Println(err)
	}
	// Output:
	// <nil>
	// signkey: the message was accepted before
}

func ExampleDiagnose() {
	fault := signkey.Diagnose(`"signkey-prod-12345678"`)
	fmt.Printf("%v; %s\n", fault, fault.Hint())
	// Output:
	// the signing key has quotation marks around it; remove the quotation marks: here they are a part of the value
}

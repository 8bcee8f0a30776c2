// What compiles, and what must not, for a user of ECMAScript modules. Compiled by scripts/check-types.mjs, never run.

import express from 'express';
import fastify from 'fastify';
import {
  Admission,
  ApiAuth,
  type App,
  type Attempt,
  type Bytes,
  type Caller,
  type CanonicalForm,
  Config,
  type ConfigOptions,
  Decrypted,
  type EncryptionKey,
  Encryptor,
  type EncryptorOptions,
  Endpoint,
  type ErrorCode,
  type Form,
  type Header,
  Keyring,
  type Mode,
  type Problem,
  type Refusal,
  Registration,
  type RequestHeaders,
  type ResponseStep,
  SignkeyError,
  SigningKey,
  type Step,
  type SyncResponse,
  Unverified,
  type UnverifiedReason,
  Verified,
  Verifier,
  type VerifyRequestOptions,
  canonicalForm,
  canonicalize,
  errorKinds,
} from 'signkey';
import { signkey as middleware } from 'signkey/express';
import { signkey as plugin } from 'signkey/fastify';
import { type LambdaEvent, protect as protectLambda } from 'signkey/aws-lambda';
import { type RegisterOptions, apiFetch, register } from 'signkey/fetch';
import { TEST_KEY, TEST_KEY_FALLBACK, TestKit } from 'signkey/testing';
import { type AdapterOptions, type AdmittedRequest, admitRequest, protect } from 'signkey/web';

/** Compiles if the two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(yes: Same<A, B>): void;

declare const bytes: Uint8Array;
const keyring = new Keyring(process.env['INNGEST_SIGNING_KEY'], process.env['INNGEST_SIGNING_KEY_FALLBACK'], null);
const key = new SigningKey(Buffer.from('00'));

// Verdicts.
const verified = keyring.verifyRequest(bytes, 't=1&s=', { past: 5, future: 5n, maxJsonSize: 100 });
same<typeof verified, Verified>(true);
same<typeof verified.timestamp, number>(true);
same<typeof verified.ageSeconds, number>(true);
same<typeof verified.form, 'raw' | 'canonical' | 'trimmed'>(true);
same<Form, typeof verified.form>(true);
same<ReturnType<typeof verified.toJSON>['keyIndex'], number>(true);
const exact = keyring.verifyRequest(bytes, undefined, { now: 5n });
same<typeof exact, Verified<bigint>>(true);
same<typeof exact.timestamp, bigint>(true);
const response = keyring.verifyResponse(bytes.buffer as ArrayBuffer, null, { now: 5 });
same<typeof response, Verified>(true);
const exactResponse = keyring.verifyResponse(bytes, null, { now: 5n });
same<typeof exactResponse, Verified<bigint>>(true);
const parsed = keyring.verifyParsed(JSON.parse('{}'), ['t=1&s=']);
same<typeof parsed, Verified>(true);
const streamed = new Verifier(keyring, '').update(bytes).update(Buffer.alloc(1)).finish();
same<typeof streamed, Verified>(true);
same<typeof keyring.keyIds, readonly string[]>(true);
const options: VerifyRequestOptions = { now: undefined };
keyring.verifyRequest(bytes, '', options);

// @ts-expect-error A verdict cannot be changed.
verified.keyIndex = 1;
// @ts-expect-error Nor made.
new Verified();
// @ts-expect-error A body is bytes.
keyring.verifyRequest('{}', '');
// @ts-expect-error Of one byte each.
keyring.verifyRequest(new Uint16Array(1), '');
// @ts-expect-error A parsed body has a call of its own.
keyring.verifyRequest({ event: {} }, '');
// @ts-expect-error And bytes have theirs.
keyring.verifyParsed('{}', '');
// @ts-expect-error A header cannot be forgotten.
keyring.verifyRequest(bytes);
// @ts-expect-error It is text.
keyring.verifyRequest(bytes, 5);
// @ts-expect-error Options have names.
keyring.verifyRequest(bytes, '', { tolerance: 5 });
// @ts-expect-error Responses are not canonicalized.
keyring.verifyResponse(bytes, '', { maxJsonSize: 5 });
// @ts-expect-error A time is a number of seconds.
keyring.verifyRequest(bytes, '', { now: new Date() });
// @ts-expect-error Keys are arguments of their own.
new Keyring(['00', '11']);
// @ts-expect-error A keyring without any argument is a mistake.
new Keyring();
// @ts-expect-error One key cannot be absent.
new SigningKey(process.env['INNGEST_SIGNING_KEY']);
// @ts-expect-error A key alone has no index.
key.signRaw(bytes, { keyIndex: 1 });

// Signing and canonical forms.
same<ReturnType<typeof key.signRequest>, string>(true);
keyring.signResponse(bytes, { keyIndex: verified.keyIndex, timestamp: 5n });
const form: CanonicalForm = canonicalForm(bytes, { maxJsonSize: 10 });
same<typeof form.lossless, boolean>(true);
// The bytes can be sent as they are.
void fetch('http://localhost', { method: 'POST', body: canonicalize(bytes) });
void new Response(form.bytes);

// Errors.
const { code }: SignkeyError = new SignkeyError('expired', { skewSeconds: 5 });
same<typeof code, ErrorCode>(true);
const expired: ErrorCode = errorKinds[0]?.code ?? 'expired';
// @ts-expect-error The list of codes is closed.
const unknown: ErrorCode = 'unknown';
// @ts-expect-error Also here.
new SignkeyError('unknown');
function describe(error: unknown): string {
  if (!(error instanceof SignkeyError)) return 'other';
  same<typeof error.position, number | undefined>(true);
  same<typeof error.skewSeconds, number | undefined>(true);
  same<typeof error.setting, string | undefined>(true);
  same<typeof error.status | typeof error.statusCode, number>(true);
  void Response.json(error, { status: error.httpStatus });
  same<ReturnType<typeof error.toJSON>, { code: ErrorCode; message: string }>(true);
  return `${error.code} ${error.number.toFixed()} ${error.httpStatus.toFixed()}`;
}

// Encryption.
const settings: EncryptorOptions = { primary: process.env['ENCRYPTION_KEY'], fallbacks: [bytes, null], decryptOnly: true };
const encryptor = new Encryptor({ ...settings, requireEncrypted: undefined, eventField: 'secret', legacyAes: false });
const envelope = encryptor.encryptValue(bytes, { nonce: bytes });
same<ReturnType<typeof encryptor.encryptEventData>, typeof envelope>(true);
same<ReturnType<typeof encryptor.encryptError>, typeof envelope>(true);
void fetch('http://localhost', { method: 'POST', body: envelope });
const opened = encryptor.decryptValue(envelope);
same<typeof opened, Decrypted>(true);
same<ReturnType<typeof encryptor.decryptLifecycleData>, Decrypted>(true);
same<typeof opened.wasEncrypted, boolean>(true);
JSON.parse(opened.json.toString('utf8'));
same<EncryptionKey, string | Uint8Array>(true);
// @ts-expect-error Whether there is a primary has to be said.
new Encryptor({ fallbacks: ['key'] });
// @ts-expect-error A flag is no text.
new Encryptor({ primary: 'key', decryptOnly: 'false' });
// @ts-expect-error Options have names.
new Encryptor({ primary: 'key', fallbackDecryptionKeys: [] });
// @ts-expect-error JSON is bytes.
encryptor.encryptValue('{}');
// @ts-expect-error There is nothing random in decryption.
encryptor.decryptValue(bytes, { nonce: bytes });
// @ts-expect-error A result cannot be made.
new Decrypted();

// Settings.
const configOptions: ConfigOptions = { mode: 'dev', signingKey: process.env['KEY'], serveOrigin: undefined };
const config = new Config(configOptions, process.env);
same<ReturnType<typeof Config.fromEnv>, Config>(true);
same<typeof config.mode, Mode>(true);
same<typeof config.environment, string | undefined>(true);
same<typeof config.apiOrigin, string>(true);
same<typeof config.keyring, Keyring>(true);
same<ReturnType<typeof config.check>, readonly Problem[]>(true);
new Config({}, { INNGEST_DEV: '1' });
// @ts-expect-error Options have names.
new Config({ signing_key: '00' });
// @ts-expect-error There are two modes.
new Config({ mode: 'test' });
// @ts-expect-error A setting cannot be changed.
config.mode = 'dev';

// Endpoints.
const endpoint: Endpoint = config.endpoint({ unsignedMethods: ['GET'], past: 5n, maxBodySize: 5, signResponses: true });
new Endpoint(new SignkeyError('empty_key'), { mode: 'cloud', unsignedSync: true });
new Endpoint(keyring);
declare const incoming: import('node:http').IncomingMessage;
const headerForms: RequestHeaders[] = [incoming.headers, incoming.rawHeaders, incoming.headersDistinct, new Headers()];
const admission = endpoint.admit('POST', { ...incoming.headers, 'content-length': 5, other: null }, bytes);
same<typeof admission, Admission>(true);
same<typeof admission.caller, Verified | Unverified>(true);
same<typeof admission.caller, Caller>(true);
if (admission.caller instanceof Unverified) same<typeof admission.caller.reason, UnverifiedReason>(true);
else same<typeof admission.caller, Verified>(true);
same<typeof admission.verified, Verified | undefined>(true);
same<typeof admission.refusal, Refusal | undefined>(true);
const exactAdmission = endpoint.admit('POST', [], bytes, 5n);
same<typeof exactAdmission.caller, Verified<bigint> | Unverified>(true);
const { step }: { step: Step } = admission;
if (step.kind === 'read_body') admission.receive(bytes, 'ended');
else if (step.kind === 'claim') await endpoint.claim(admission);
else if (step.kind === 'refuse') void new Response(step.refusal.body, step.refusal);
else same<typeof step.caller, Caller>(true);
admission.receive(new ArrayBuffer(5), 5, 5n);
admission.noBody('aborted');
const onItsWay: ResponseStep = admission.response(200, incoming.headers['content-type']);
if (onItsWay.kind === 'hold') same<typeof onItsWay.empty, boolean>(true);
same<ReturnType<typeof admission.sign>, string>(true);
same<ReturnType<typeof endpoint.refuse>, Refusal>(true);
// @ts-expect-error An Unverified is no Verified.
const notVerified: Verified = admission.caller;
// @ts-expect-error An admission cannot be made.
new Admission();
// @ts-expect-error Headers cannot be forgotten.
endpoint.admit('POST');
// @ts-expect-error How the end of a body is known has to be said.
admission.receive(bytes);
// @ts-expect-error There are only so many reasons.
admission.noBody('gone');
// @ts-expect-error Settings bring their mode.
config.endpoint({ mode: 'dev' });

// Calls to the API.
const apiAuth: ApiAuth = config.apiAuth();
const attempt = apiAuth.begin();
same<typeof attempt, Attempt>(true);
same<ReturnType<typeof apiAuth.after>, Attempt | undefined>(true);
same<ReturnType<typeof apiAuth.authorization>, string | undefined>(true);
const call = apiFetch(apiAuth, globalThis.fetch);
same<typeof call, typeof globalThis.fetch>(true);
void call('https://api.inngest.com', { method: 'POST', body: '{}' });
// @ts-expect-error An attempt is made by begin and after.
apiAuth.authorization(0);

// Registrations.
const shop: App = { id: 'shop', sdk: 'example:v1.2.3', language: 'js', framework: 'express', functions: 3 };
const registration: Registration = config.registration(shop, admission, 'deployId=5');
const registering = registration.request();
if (registering) void fetch(registering.url, { method: 'POST', headers: registering.headers, redirect: 'manual' });
const sending: RegisterOptions = { fetch: call, signal: AbortSignal.timeout(5) };
same<ReturnType<typeof register>, Promise<void>>(true);
void register(registration, bytes, sending);
// @ts-expect-error A configuration is bytes.
void register(registration, '{}');
// @ts-expect-error Options have names.
void register(registration, bytes, { timeout: 5 });
registration.answer(0);
registration.answer(200, new ArrayBuffer(1));
same<typeof registration.state, 'register' | 'in_band' | 'done'>(true);
const answered: SyncResponse = registration.response(undefined, 5n);
void new Response(answered.body, answered);
same<typeof registration.modified, boolean | undefined>(true);
config.introspect(shop, exactAdmission);
// @ts-expect-error A registration comes from a config.
new Registration();

// Servers.
const app = express();
app.use('/api/inngest', middleware(endpoint, { now: () => 5, onWarning: (_request, { code }) => console.log(code) }));
app.post('/api/inngest', middleware(endpoint), express.json(), (request, reply) => {
  same<typeof request.signkey, Admission | undefined>(true);
  reply.json({ age: request.signkey?.verified?.ageSeconds });
});
const adapting: AdapterOptions<Request> = { onRefused: ({ url }, error) => console.log(url, error.code) };
// @ts-expect-error Everything else is a matter of the endpoint.
app.use(middleware(endpoint, { past: 5 }));
// @ts-expect-error An endpoint is needed.
app.use(middleware(keyring));
const server = fastify();
void server.register(plugin, { endpoint, now: () => 5, onRefused: ({ ip }, { code }) => console.log(ip, code) });
server.post('/', (request) => {
  same<typeof request.signkey, Admission | null>(true);
  return request.signkey?.caller;
});
// @ts-expect-error An endpoint is needed.
void server.register(plugin, {});

type Context = { params: { id: string } };
const post = protect(endpoint, (request, { caller }, context: Context) => {
  same<typeof request, Request>(true);
  same<typeof caller, Caller>(true);
  return new Response(context.params.id);
});
same<typeof post, (request: Request, context: Context) => Promise<Response>>(true);
protect(endpoint, async () => new Response(), adapting);
const admitted = admitRequest(endpoint, new Request('http://localhost'), adapting);
same<Awaited<typeof admitted>, AdmittedRequest>(true);
const lambda = protectLambda(endpoint, (event: LambdaEvent, { caller }, context: { awsRequestId: string }) => {
  same<typeof caller, Caller>(true);
  return { statusCode: 200, body: event.body, headers: { id: context.awsRequestId } };
});
void lambda({ httpMethod: 'POST', headers: { a: 5 } }, { awsRequestId: 'a' });

// The test kit.
const kit = new TestKit({ now: 5 });
const request = kit.tampered('{}');
same<typeof request.header, string | undefined>(true);
void fetch('http://localhost', { method: 'POST', body: request.body, headers: request.headers });
const testKeys: [string, string] = [TEST_KEY, TEST_KEY_FALLBACK];

export type Exported = [Bytes, Header];
export { describe, expired, headerForms, notVerified, testKeys, unknown };

// Objects that are passed in place of what they hold.

interface Like {
  readonly headers?: unknown;
  readonly rawHeaders?: unknown;
  readonly requestContext?: unknown;
  readonly httpMethod?: unknown;
  readonly multiValueHeaders?: unknown;
  readonly arrayBuffer?: unknown;
}

/** What to say of a whole request that is passed as its headers, its body or one header; `undefined` for anything else. */
export function wholeRequest(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { headers, ...like } = properties(value as Like);
  if (like.requestContext !== undefined || like.httpMethod !== undefined || like.multiValueHeaders !== undefined) {
    return 'a Lambda event: use protect() of signkey/aws-lambda, or pass event.headers and the bytes of event.body';
  }
  if (typeof headers !== 'object' || headers === null) return undefined;
  if (typeof like.arrayBuffer === 'function') {
    return 'a web-standard Request: use protect() of signkey/web, or pass request.headers and await request.arrayBuffer()';
  }
  if (like.rawHeaders !== undefined) {
    return 'a request of Node: use signkey/express or signkey/fastify, or pass request.headers and the bytes of the body';
  }
  return undefined;
}

function properties(value: Like): Like {
  const { headers, rawHeaders, requestContext, httpMethod, multiValueHeaders, arrayBuffer } = value;
  return { headers, rawHeaders, requestContext, httpMethod, multiValueHeaders, arrayBuffer };
}

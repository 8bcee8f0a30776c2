type Fields = Readonly<Record<string, unknown>> | null;

/** What the events of API Gateway, function URLs and application load balancers have in common. */
export interface LambdaEvent {
  readonly headers?: Fields | undefined;
  /** All values of each header: REST APIs, and load balancers that are set so. */
  readonly multiValueHeaders?: Fields | undefined;
  readonly body?: string | null | undefined;
  readonly isBase64Encoded?: boolean | undefined;
  /** The method, but for HTTP APIs and function URLs. */
  readonly httpMethod?: string | undefined;
  readonly requestContext?: { readonly http?: { readonly method?: string | undefined } | undefined } | undefined;
}

/** A response as Lambda functions return it. */
export interface LambdaResult {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, unknown>> | undefined;
  readonly multiValueHeaders?: Readonly<Record<string, readonly unknown[]>> | undefined;
  readonly body?: string | undefined;
  readonly isBase64Encoded?: boolean | undefined;
}

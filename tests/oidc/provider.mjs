// A real OAuth 2 and OpenID provider on loopback, for tests: `node provider.mjs` prints its issuer as a line of JSON.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const grants = ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"];
  const client = {
    application_type: "native", redirect_uris: ["http://127.0.0.1/callback"], grant_types: grants,
    response_types: ["code"],
  };
  const provider = new Provider(issuer, {
    clients: [
      { ...client, client_id: "nomologi", token_endpoint_auth_method: "none" },
      { client_id: "server", client_secret: "pw", token_endpoint_auth_method: "client_secret_basic",
        grant_types: [], redirect_uris: [], response_types: [] }, // asks whose a token is
      { ...client, client_id: "secretive", client_secret: "geheim+/%20", token_endpoint_auth_method: "client_secret_basic" },
    ],
    features: { deviceFlow: { enabled: true }, revocation: { enabled: true },
                introspection: { enabled: true }, devInteractions: { enabled: true } },
    rotateRefreshToken: true,
    issueRefreshToken: async (ctx, client, code) => code.scopes.has("offline_access"),
    findAccount: async (ctx, id) => ({ accountId: id, claims: async () => ({ sub: id, email: `${id}@example.com` }) }),
    claims: { openid: ["sub"], email: ["email"] },
    scopes: ["openid", "offline_access", "email"],
    cookies: { keys: ["nothing secret"] },
    clockTolerance: 0, // an ended token is refused at once
    ttl: { AccessToken: Number(process.argv[2] ?? 3600), DeviceCode: 600, RefreshToken: 86400, Grant: 86400,
           Interaction: 600, Session: 600, IdToken: 600 },
  });
  server.on("request", provider.callback());
  console.log(JSON.stringify({ issuer }));
});

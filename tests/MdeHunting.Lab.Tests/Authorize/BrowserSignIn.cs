using System.Security.Cryptography;
using System.Text;
using MdeHunting.Lab.Web;
using MdeHunting.TestKit;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;

namespace MdeHunting.Lab.Tests.Authorize;

/// <summary>One sign-in by way of the browser as a client makes it: its address, its verifier, and the redemption of its code.</summary>
internal sealed record BrowserSignIn(TestLab Lab)
{
    public const string RedirectUri = "http://localhost:4321/";

    public string Verifier { get; } = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    public string Tenant { get; init; } = TestLab.Contoso;

    public string ClientId { get; init; } = TestLab.ClientId;

    public string Account { get; init; } = TestLab.Responder;

    public Dictionary<string, string?> Changes { get; init; } = [];

    public Uri Address
    {
        get
        {
            var parameters = new Dictionary<string, string?>
            {
                ["client_id"] = ClientId,
                ["response_type"] = "code",
                ["redirect_uri"] = RedirectUri,
                ["scope"] = TestLab.GraphScope,
                ["state"] = "a state",
                ["nonce"] = "a nonce",
                ["code_challenge"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
                ["code_challenge_method"] = "S256",
            };
            foreach (var (name, value) in Changes)
            {
                parameters[name] = value;
            }

            var present = parameters.Where(parameter => parameter.Value is not null);
            return new Uri(Lab.Server.BaseAddress, QueryHelpers.AddQueryString($"/{Tenant}/oauth2/v2.0/authorize", present));
        }
    }

    public Task<LabBrowserResponse> DecideAsync(string decision = "accept") => new BrowserUser(Lab.Http, Account).RespondAsync(Address, decision);

    /// <summary>Signs in and gives what the application's address would get.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RespondAsync(string decision = "accept") => Read(await DecideAsync(decision));

    public Task<ReadResponse> RedeemAsync(
        string code,
        string? verifier = null,
        string redirectUri = RedirectUri,
        string? tenant = null,
        string scope = TestLab.GraphScope
    ) =>
        Lab.PostFormAsync(
            $"/{tenant ?? Tenant}/oauth2/v2.0/token",
            ("grant_type", "authorization_code"),
            ("client_id", ClientId),
            ("code", code),
            ("redirect_uri", redirectUri),
            ("code_verifier", verifier ?? Verifier),
            ("scope", scope),
            ("client_info", "1")
        );

    public static IReadOnlyDictionary<string, string> Read(LabBrowserResponse response) =>
        response.Fields
        ?? QueryHelpers
            .ParseQuery(response.Address.Fragment.Length > 0 ? response.Address.Fragment[1..] : response.Address.Query)
            .ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString());
}

using System.Net.Http.Headers;
using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Service.Quota;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Tokens;
using MdeHunting.Text;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Signs in with another issuer's token: https://learn.microsoft.com/entra/workload-id/workload-identity-federation. Such tokens live for minutes, so a new one
/// is fetched for each renewal, from the file that its issuer keeps current or from GitHub Actions (https://docs.github.com/actions/reference/security/oidc).
/// Whatever comes from there, only a JSON Web Token is sent on.
/// </summary>
internal sealed class FederationSignIn(SignInContext context, FederationChoice choice)
{
    private const string Audience = "api://AzureADTokenExchange";
    private const string FileVariable = "AZURE_FEDERATED_TOKEN_FILE";
    private const string AddressVariable = "ACTIONS_ID_TOKEN_REQUEST_URL";
    private const string BearerVariable = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

    /// <summary>Signs in.</summary>
    /// <exception cref="SignInException">There is no token, or it is not trusted.</exception>
    public Task<ITokenSource> SignInAsync(ISignInPrompt prompt, CancellationToken token)
    {
        var source = Source();
        return ConfidentialClientSignIn.SignInAsync(
            context,
            SignInMethod.Federation,
            builder => builder.WithClientAssertion(options => source(options.CancellationToken)),
            prompt,
            token
        );
    }

    private Func<CancellationToken, Task<string>> Source()
    {
        if (choice.Token is { } given)
        {
            return _ => Task.FromResult(FederatedToken.Require(SecretText.Of(given), "-FederatedToken"));
        }

        if (choice.File is { } named)
        {
            return _ => Task.FromResult(FederatedToken.Read(named));
        }

        if (PastedText.OfVariable(FileVariable) is { } file)
        {
            // A relative one would be a file of whatever folder PowerShell was started in.
            return SearchPath.IsFull(file)
                ? _ => Task.FromResult(FederatedToken.Read(file))
                : throw FederatedToken.Unreadable(file, $"isn't the full path of a file, which {FileVariable} has to specify");
        }

        if (PastedText.OfVariable(AddressVariable) is { } address && PastedText.OfVariable(BearerVariable) is { } bearer)
        {
            var uri =
                Uri.TryCreate($"{address}&audience={Uri.EscapeDataString(Audience)}", UriKind.Absolute, out var whole) && whole.Scheme == Uri.UriSchemeHttps
                    ? whole
                    : throw FederatedToken.Unreadable(AddressVariable, "isn't an https address");
            return bearer.All(c => c is > ' ' and <= '~')
                ? token => RequestGitHubTokenAsync(context, uri, bearer, token)
                : throw FederatedToken.Unreadable(BearerVariable, "has a character that isn't valid in a token");
        }

        throw new SignInException(
            SignInFailure.FederatedTokenUnreadable,
            $"There's no federated token: neither {FileVariable} nor GitHub Actions' {AddressVariable} and {BearerVariable} are set.",
            "Specify one with -FederatedTokenFile or -FederatedToken. In GitHub Actions, the job needs the permission 'id-token: write'."
        );
    }

    // Not through the connection's client, which goes to the cloud's own hosts alone.
    private static async Task<string> RequestGitHubTokenAsync(SignInContext context, Uri address, string bearer, CancellationToken token)
    {
        var source = address.GetLeftPart(UriPartial.Path);
        try
        {
            using var http = ServiceHttp.OfIssuer(context.Environment, context.Clock, context.Http.Secrets);
            using var request = new HttpRequestMessage(HttpMethod.Get, address)
            {
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", bearer) },
            };
            using var response = await http.ForIdentity(IdentityResponse.OfAnybody).GetHttpClient().SendAsync(request, token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw FederatedToken.Unreadable(
                    source,
                    FormattableString.Invariant($"didn't return a token: it responded with HTTP {(int)response.StatusCode}"),
                    null,
                    IdentityResponse.IsBusy(response.StatusCode) ? SignInTrouble.Busy : SignInTrouble.Lasting,
                    RetryTime.Of(response)
                );
            }

            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync().ConfigureAwait(false));
            return FederatedToken.Require(body.RootElement.GetProperty("value").GetString(), source);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw FederatedToken.Unreadable(source, "didn't return a token: its response has none", null, SignInTrouble.BadResponse);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw FederatedToken.Unreadable(source, $"didn't return a token: {NetworkFailure.Words(e)}", e, SignInTrouble.NoResponse);
        }
    }
}

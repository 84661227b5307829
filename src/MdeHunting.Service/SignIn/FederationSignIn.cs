using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using MdeHunting.Connections;
using MdeHunting.Service.Clouds;
using MdeHunting.Service.Sending;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Signs in with another issuer's token: https://learn.microsoft.com/entra/workload-id/workload-identity-federation. Such tokens live for minutes, so a new one is
/// fetched for each renewal, from the file that its issuer keeps current or from GitHub Actions
/// (https://docs.github.com/actions/reference/security/oidc).
/// </summary>
internal sealed class FederationSignIn(SignInContext context, FederationChoice choice)
{
    private const string Audience = "api://AzureADTokenExchange";

    /// <summary>Signs in.</summary>
    /// <exception cref="SignInException">There is no token, or it is not trusted.</exception>
    public Task<ITokenSource> SignInAsync(ISignInPrompt prompt, CancellationToken token)
    {
        var source = Source();
        return ConfidentialSignIn.SignInAsync(
            context, SignInMethod.Federation, builder => builder.WithClientAssertion(options => source(options.CancellationToken)), prompt, token);
    }

    private Func<CancellationToken, Task<string>> Source()
    {
        if (choice.Token is { } given)
        {
            return _ => Task.FromResult(new NetworkCredential(string.Empty, given).Password);
        }

        if ((choice.File ?? Variable("AZURE_FEDERATED_TOKEN_FILE")) is { } file)
        {
            return _ => Task.FromResult(ReadFile(file));
        }

        if (Variable("ACTIONS_ID_TOKEN_REQUEST_URL") is { } address && Variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN") is { } bearer)
        {
            return token => AskGitHubAsync(context, address, bearer, token);
        }

        throw new SignInException(
            SignInFailure.FederatedTokenUnreadable,
            "There is no federated token: neither AZURE_FEDERATED_TOKEN_FILE nor GitHub Actions' ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN are set.",
            "Give one with -FederatedTokenFile or -FederatedToken; in GitHub Actions the job needs the permission 'id-token: write'.");
    }

    private static string ReadFile(string path)
    {
        try
        {
            using var reader = new StreamReader(new MemoryStream(SmallFile.Read(path)));
            var text = reader.ReadToEnd().Trim();
            return text.Length > 0 ? text : throw Unreadable(path, "is empty", null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Unreadable(path, $"cannot be read: {e.Message}", e);
        }
    }

    // Not through the connection's client, which goes to the cloud's own hosts alone.
    private static async Task<string> AskGitHubAsync(SignInContext context, string address, string bearer, CancellationToken token)
    {
        try
        {
            using var http = ServiceHttp.OfIssuer(context.Environment, context.Clock, context.Http.Secrets);
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{address}&audience={Uri.EscapeDataString(Audience)}");
            if (request.RequestUri!.Scheme != Uri.UriSchemeHttps)
            {
                throw Unreadable(address, "is not https", null);
            }

            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            using var response = await http.GetHttpClient().SendAsync(request, token).ConfigureAwait(false);
            using var answer = JsonDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync().ConfigureAwait(false));
            return answer.RootElement.GetProperty("value").GetString()!;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException or UriFormatException)
        {
            throw Unreadable(address, $"gave no token: {e.Message}", e);
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static SignInException Unreadable(string source, string what, Exception? e) => new(
        SignInFailure.FederatedTokenUnreadable, $"The federated token's source '{source}' {what}.", "Check that its issuer has written it, and that you may read it.", e)
    {
        Target = source,
    };
}

using System.Net;
using MdeHunting.Connections;

namespace MdeHunting.Service.SignIn;

/// <summary>Signs in as an application with its secret. MSAL needs the text for each renewal, so it lives as long as the connection, and no longer.</summary>
internal static class ClientSecretSignIn
{
    /// <summary>Signs in.</summary>
    /// <exception cref="SignInException">It is no secret, or was refused.</exception>
    public static async Task<ITokenSource> SignInAsync(SignInContext context, ClientSecretChoice choice, ISignInPrompt prompt, CancellationToken token)
    {
        var given = new NetworkCredential(string.Empty, choice.Secret).Password;

        // What a file ends with is no part of the secret in it. Blanks are left alone: an administrator may have chosen a secret with one, once.
        var secret = given.TrimEnd('\r', '\n').TrimStart('\uFEFF');
        if (secret.Length == 0 || secret.Any(char.IsControl))
        {
            throw new SignInException(
                SignInFailure.InvalidCredential,
                secret.Length == 0 ? "The client secret is empty." : "The client secret has a line end or another control character in it, which no secret has. It was not sent.",
                "Give the secret's value alone, in one line.");
        }

        if (secret.Length != given.Length)
        {
            await prompt.VerboseAsync("The line end after the client secret is not sent.").ConfigureAwait(false);
        }

        return await ConfidentialSignIn.SignInAsync(context, SignInMethod.ClientSecret, builder => builder.WithClientSecret(secret), prompt, token).ConfigureAwait(false);
    }
}

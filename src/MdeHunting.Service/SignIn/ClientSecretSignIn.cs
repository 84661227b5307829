using System.Net;
using MdeHunting.Connections;

namespace MdeHunting.Service.SignIn;

/// <summary>Signs in as an application with its secret. MSAL needs the text for each renewal, so it lives as long as the connection, and no longer.</summary>
internal static class ClientSecretSignIn
{
    /// <summary>Signs in.</summary>
    public static Task<ITokenSource> SignInAsync(SignInContext context, ClientSecretChoice choice, ISignInPrompt prompt, CancellationToken token) =>
        ConfidentialSignIn.SignInAsync(
            context,
            SignInMethod.ClientSecret,
            builder => builder.WithClientSecret(new NetworkCredential(string.Empty, choice.Secret).Password),
            prompt,
            token);
}

using MdeHunting.Contract;
using MdeHunting.Service.Tokens;
using MdeHunting.Text;

namespace MdeHunting.Service.SignIn;

/// <summary>Signs in as an application with its secret. MSAL needs the text for each renewal, so it lives as long as the connection, and no longer.</summary>
/// <remarks>
/// A secret that Entra ID makes is letters, digits and marks of ASCII. What surrounds it is not sent; what is not seen in it is refused. What is seen is sent
/// whatever it is, since an administrator could once choose a secret, and is named only where the service does not take it.
/// </remarks>
internal static class ClientSecretSignIn
{
    /// <summary>Signs in.</summary>
    /// <exception cref="SignInException">It is no secret, or was refused.</exception>
    public static async Task<ITokenSource> SignInAsync(SignInContext context, ClientSecretChoice choice, ISignInPrompt prompt, CancellationToken token)
    {
        var given = SecretText.Of(choice.Secret);
        var secret = PastedText.Trim(given);
        if (secret.Length == 0 || PastedText.UnseenNames(secret) is not null)
        {
            throw new SignInException(
                SignInFailure.InvalidCredential,
                secret.Length == 0
                    ? "The client secret is empty."
                    : $"The client secret has {PastedText.UnseenNames(secret)} in it, which isn't valid in a secret. It wasn't sent.",
                "Specify only the secret's value, on one line."
            );
        }

        if (secret.Length != given.Length)
        {
            await prompt
                .VerboseAsync(
                    $"The client secret is sent without the characters around it, which aren't part of a secret: {PastedText.NamesAround(given, secret)}."
                )
                .ConfigureAwait(false);
        }

        try
        {
            return await ConfidentialClientSignIn
                .SignInAsync(context, SignInMethod.ClientSecret, builder => builder.WithClientSecret(secret), prompt, token)
                .ConfigureAwait(false);
        }
        catch (SignInException e) when (e.Failure is SignInFailure.SecretInvalid && Oddity(secret) is { } oddity)
        {
            throw new SignInException(e.Failure, $"{e.What} {oddity}", e.NextStep, e)
            {
                Target = e.GetTarget(),
                ServiceCode = e.GetServiceCode(),
                ServiceMessage = e.GetServiceMessage(),
                RequestId = e.GetRequestId(),
            };
        }
    }

    private static string? Oddity(string secret) =>
        Guid.TryParse(secret, out _) ? "The value looks like a secret's ID."
        : PastedText.OddNames(secret) is { } names ? $"It has {names} in it, which secrets from Entra ID don't have."
        : null;
}

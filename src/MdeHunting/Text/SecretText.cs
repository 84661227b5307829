using System.Net;
using System.Security;

namespace MdeHunting.Text;

/// <summary>The text of a secret.</summary>
internal static class SecretText
{
    /// <summary>The text, which stays in memory for as long as somebody holds it.</summary>
    public static string Of(SecureString secret) => new NetworkCredential(string.Empty, secret).Password;
}

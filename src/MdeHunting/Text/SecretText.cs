using System.Runtime.InteropServices;
using System.Security;

namespace MdeHunting.Text;

/// <summary>The text of a secret.</summary>
internal static class SecretText
{
    /// <summary>The text, which stays in memory for as long as somebody holds it.</summary>
    public static string Of(SecureString secret)
    {
        // With its length: NetworkCredential takes a NUL for the end.
        var text = Marshal.SecureStringToBSTR(secret);
        try
        {
            return Marshal.PtrToStringBSTR(text);
        }
        finally
        {
            Marshal.ZeroFreeBSTR(text);
        }
    }
}

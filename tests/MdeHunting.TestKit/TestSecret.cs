using System.Net;
using System.Security;

namespace MdeHunting.TestKit;

/// <summary>Secrets as cmdlets and the module take them.</summary>
internal static class TestSecret
{
    /// <summary>A text as a SecureString.</summary>
    public static SecureString Of(string text) => new NetworkCredential(string.Empty, text).SecurePassword;
}

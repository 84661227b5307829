namespace MdeHunting.Commands;

/// <summary>The address of a time-stamp server, as it was given.</summary>
internal static class StampAddress
{
    /// <summary>The address.</summary>
    /// <exception cref="EvidenceException">It is none that can be sent to, or has credentials in it.</exception>
    public static Uri Of(Uri given)
    {
        // Of an address that may have a password in it, no more is repeated than a host.
        var host =
            given.IsAbsoluteUri && given.Host.Length > 0 ? $" '{given.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}'" : string.Empty;
        var why =
            !given.IsAbsoluteUri || given.Host.Length == 0 || (given.Scheme != Uri.UriSchemeHttp && given.Scheme != Uri.UriSchemeHttps)
                ? "isn't an http or https address"
            : given.UserInfo.Length > 0 ? "has a user name or a password in it, and no credentials are sent to a time-stamp server"
            : null;
        return why is null
            ? given
            : throw new EvidenceException(
                EvidenceFailure.EvidenceTimestampFailed,
                $"-TimestampServer{host} {why}.",
                "Specify the address that the time-stamp authority publishes, such as http://timestamp.digicert.com. Nothing was sealed."
            );
    }
}

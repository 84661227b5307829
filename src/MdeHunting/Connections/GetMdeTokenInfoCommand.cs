using System.Management.Automation;
using System.Net;
using System.Security;
using MdeHunting.Hunting;
using MdeHunting.Isolation;
using MdeHunting.Pipeline;

namespace MdeHunting.Connections;

/// <summary>
/// <para type="synopsis">Explains an access token: for which API, whose, with which permissions, until when, and whether one can hunt with it.</para>
/// <para type="description">Without a token, that of the current connection. The token is read, not verified, and neither it nor its signature is shown.
/// CanHunt tells for each API why it would answer or refuse; ExcessPermissions what a thief of the token could do besides.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "MdeTokenInfo", DefaultParameterSetName = "Connection")]
[OutputType(typeof(MdeTokenInfo))]
public sealed class GetMdeTokenInfoCommand : AsyncCommand
{
    /// <summary>A token from elsewhere, as a SecureString or a string; a leading "Bearer" and line breaks are passed over.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Token")]
    [AllowNull]
    [AllowEmptyString]
    public object? Token { get; set; }

    /// <summary>The connection whose token is explained, by name or itself; the current one unless told otherwise.</summary>
    [Parameter(ParameterSetName = "Connection")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public ConnectionReference? Connection { get; set; }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        if (ParameterSetName != "Token")
        {
            var table = await streams.InvokeAsync(() => RunspaceConnections.Current).ConfigureAwait(false);
            var info = await table.Resolve(Connection).Session.ReadTokenAsync(new DynamicObjects(), token).ConfigureAwait(false);
            await streams.WriteAsync(info).ConfigureAwait(false);
            return;
        }

        try
        {
            await streams.WriteAsync(ServiceLoader.Service.ReadToken(Text(Token), new DynamicObjects())).ConfigureAwait(false);
        }
        catch (TokenException e)
        {
            await streams.WriteErrorAsync(e).ConfigureAwait(false);
        }
    }

    private static string Text(object? token) => (token is PSObject wrapped ? wrapped.BaseObject : token) switch
    {
        string text => text,
        SecureString secure => new NetworkCredential(string.Empty, secure).Password,
        null => string.Empty,
        var other => throw new TokenException(
            TokenFailure.TokenNotJwt,
            $"A token is a string or a SecureString, and this is a {other.GetType().Name}.",
            "Give the token itself, or leave it out to see that of the current connection."),
    };
}

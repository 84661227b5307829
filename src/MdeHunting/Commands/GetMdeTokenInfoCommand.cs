using System.Management.Automation;
using System.Security;
using MdeHunting.Connections;
using MdeHunting.Internal;
using MdeHunting.Isolation;
using MdeHunting.Pipeline;
using MdeHunting.Rows;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>Explains an access token: for which API, whose, with which permissions, until when, and whether one can hunt with it.</summary>
/// <remarks>
/// <para>Without a token, that of the current connection. The token is read, not verified, and neither it nor its signature is shown.</para>
/// <para>CanHunt tells for each API why it would answer or refuse; ExcessPermissions what a thief of the token could do besides.</para>
/// </remarks>
/// <permission>
/// Needs no permission, and sends nothing. Of a user's token, "can hunt" is half of the truth: the user also needs a role in Defender, which no token tells.
/// </permission>
/// <example>
/// Look at your own token
/// <code>
/// Get-MdeTokenInfo
/// </code>
/// <para>The first thing to do after signing in to a new tenant: right tenant, right account, right permission, and how long it lasts.</para>
/// </example>
/// <example>
/// Find out why hunting ends in a 403
/// <code>
/// (Get-MdeTokenInfo).CanHunt | Format-List
/// </code>
/// <para>
/// For each of the three APIs, the first thing that is missing and how to get it. If it says yes and the service still refuses, the user lacks a role in
/// Defender, or sees only some of the devices.
/// </para>
/// </example>
/// <example>
/// Explain a token that somebody sent you
/// <code>
/// $token = Read-Host -AsSecureString -Prompt 'Token'
/// (Get-MdeTokenInfo $token).MdeView.Safe | Format-List
/// </code>
/// <para>
/// Nothing is sent anywhere, unlike with pages that decode tokens for you. A leading "Bearer" and line breaks do no harm. Ask them to revoke it afterwards.
/// </para>
/// </example>
/// <example>
/// Check that a runbook can hunt and nothing else
/// <code>
/// $info = Get-MdeTokenInfo -Connection Contoso
/// if ($info.ExcessPermissions) { Write-Warning "More than hunting: $($info.ExcessPermissions -join ', ')" }
/// </code>
/// <para>An application with "everything" selected can isolate and offboard machines. For hunting, ExcessPermissions should be empty.</para>
/// </example>
/// <seealso cref="ConnectMdeTenantCommand"/>
/// <seealso href="https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference">What the claims of an access token mean</seealso>
[Cmdlet(VerbsCommon.Get, "MdeTokenInfo", DefaultParameterSetName = "Connection")]
[OutputType(typeof(MdeTokenInfo))]
public sealed class GetMdeTokenInfoCommand : AsyncCommand
{
    /// <summary>
    /// A token from elsewhere, as a SecureString or a string; a leading "Bearer" and line breaks are passed over. A connection stands for its token.
    /// </summary>
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
        var piped = ParameterSetName == "Token" ? ForeignConnectionConverter.Of(Token) : null;
        if (ParameterSetName != "Token" || piped is not null)
        {
            var table = await RunspaceConnections.GetAsync(streams).ConfigureAwait(false);
            var info = await table.Resolve(piped ?? Connection).Session.ReadTokenAsync(new DynamicObjects(), token).ConfigureAwait(false);
            await streams.WriteAsync(ExactText.AttachTo(info)).ConfigureAwait(false);
            return;
        }

        try
        {
            var info = ServiceLoader.Service.ReadToken(Text(Token), new DynamicObjects());
            await streams.WriteAsync(ExactText.AttachTo(info)).ConfigureAwait(false);
        }
        catch (TokenException e)
        {
            await streams.WriteErrorAsync(e).ConfigureAwait(false);
        }
    }

    private static string Text(object? token) =>
        BareValue.Of(token) switch
        {
            string text => text,
            SecureString secure => SecretText.Of(secure),
            null => string.Empty,
            var other => throw new TokenException(
                TokenFailure.TokenNotJwt,
                $"A token is a string or a SecureString, and this is a {other.GetType().Name}.",
                "Give the token itself, or leave it out to see that of the current connection."
            ),
        };
}

using System.Management.Automation;
using System.Security;
using MdeHunting.Connections;
using MdeHunting.Internal;
using MdeHunting.Isolation;
using MdeHunting.Pipeline;
using MdeHunting.Reporting;
using MdeHunting.Rows;
using MdeHunting.Text;

namespace MdeHunting.Commands;

/// <summary>Explains an access token: its API, its account, its permissions, when it expires, and whether you can hunt with it.</summary>
/// <include file="../Help/Get-MdeTokenInfo.xml" path="help/*"/>
[Cmdlet(VerbsCommon.Get, "MdeTokenInfo", DefaultParameterSetName = "Connection")]
[OutputType(typeof(MdeTokenInfo))]
public sealed class GetMdeTokenInfoCommand : AsyncCommand
{
    /// <summary>
    /// Specifies a token from another tool, as a SecureString or a string. A leading "Bearer" and line breaks are ignored. If you specify a
    /// connection, its token is explained.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Token")]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public object? Token { get; set; }

    /// <summary>
    /// Specifies the connection whose token is explained, by its name, its tenant's id or domain, or as an object. The default is the current
    /// connection.
    /// </summary>
    [Parameter(ParameterSetName = "Connection")]
    [Alias("Name")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public ConnectionReference? Connection { get; set; }

    private protected override async Task ProcessRecordAsync(PipelineStreams streams, CancellationToken token)
    {
        var piped = ParameterSetName == "Token" ? ForeignConnectionConverter.Of(Token) : null;
        if (ParameterSetName != "Token" || piped is not null)
        {
            var table = await RunspaceConnections.GetAsync(streams).ConfigureAwait(false);
            var session = table.Resolve(piped ?? Connection).Session;
            var info = await session.ReadTokenAsync(new DynamicObjects(), new SignInPrompt(streams), token).ConfigureAwait(false);
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
                $"A token must be a string or a SecureString, and this is a {other.GetType().Name}.",
                "Specify the token itself, or remove it to use the token of the current connection."
            ),
        };
}

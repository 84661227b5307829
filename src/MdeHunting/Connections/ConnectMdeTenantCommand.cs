using System.Management.Automation;
using MdeHunting.Isolation;
using MdeHunting.Pipeline;
using MdeHunting.Service;

namespace MdeHunting.Connections;

/// <summary>
/// <para type="synopsis">Signs in to a tenant and makes that the current connection.</para>
/// <para type="description">The connection is for one tenant, one application and one API. It lives in this runspace, and its tokens in memory.</para>
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "MdeTenant")]
[OutputType(typeof(MdeConnection))]
public sealed class ConnectMdeTenantCommand : AsyncCommand
{
    /// <summary>The tenant to hunt in: its id, or one of its domains.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AllowEmptyString]
    public string TenantId { get; set; } = string.Empty;

    /// <summary>The application (client) id of the app registration to sign in with.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [AllowEmptyString]
    public string ClientId { get; set; } = string.Empty;

    /// <summary>The service to hunt with; Graph unless told otherwise.</summary>
    [Parameter]
    public MdeApi Api { get; set; } = MdeApi.Graph;

    /// <summary>Sign in by entering a code on a page, in a browser anywhere. Many tenants block this.</summary>
    [Parameter]
    public SwitchParameter DeviceCode { get; set; }

    /// <summary>The path of an environment file, which describes a lab or a cloud that this module does not know.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Environment { get; set; }

    /// <summary>The connection's name; the tenant and the API unless told otherwise. An earlier connection of that name is closed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        var tenant = ConnectArguments.Tenant(TenantId);
        var client = ConnectArguments.Client(ClientId);
        if (!DeviceCode)
        {
            throw new SignInException(
                SignInFailure.SignInMethodMissing,
                "No way of signing in was chosen.",
                "Add -DeviceCode: it is the only way that this version has.");
        }

        if (Api is not MdeApi.Graph)
        {
            await streams.WarnAsync(
                $"Microsoft stops the {Api} hunting API on 1 February 2027. Connect with -Api Graph: the same queries and rows go on working.").ConfigureAwait(false);
        }

        var (table, environmentPath) = await streams.InvokeAsync(() =>
            (RunspaceConnections.Current, Environment is null ? null : GetUnresolvedProviderPathFromPSPath(Environment))).ConfigureAwait(false);

        var prompt = new SignInPrompt(streams);
        IHuntingSession session;
        try
        {
            session = await ServiceLoader.Service.ConnectAsync(new ConnectRequest(tenant, client, Api, environmentPath), prompt, token).ConfigureAwait(false);
        }
        finally
        {
            await prompt.CompleteAsync().ConfigureAwait(false);
        }

        var connection = new MdeConnection(Name ?? $"{tenant}/{Api}", client, Api, session);
        table.Add(connection)?.Session.Dispose();
        await streams.WriteAsync(connection).ConfigureAwait(false);
    }
}

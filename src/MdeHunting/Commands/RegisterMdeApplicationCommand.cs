using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using MdeHunting.Contract;
using MdeHunting.Internal;
using MdeHunting.Isolation;
using MdeHunting.Pipeline;
using MdeHunting.Registration;
using MdeHunting.Reporting;

namespace MdeHunting.Commands;

/// <summary>Registers an application in a tenant with only what hunting needs, or writes the commands that do so.</summary>
/// <include file="../Help/Register-MdeApplication.xml" path="help/*"/>
[Cmdlet(VerbsLifecycle.Register, "MdeApplication", SupportsShouldProcess = true)]
[OutputType(typeof(MdeApplication), typeof(string))]
public sealed class RegisterMdeApplicationCommand : AsyncCommand
{
    /// <summary>Specifies the tenant to register the application in, by its id or by one of its domains.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string TenantId { get; set; } = string.Empty;

    /// <summary>
    /// Specifies the application's name, which people see when they sign in. An application with that name must not exist in the tenant.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string Name { get; set; } = string.Empty;

    /// <summary>Specifies the API to hunt with. The default is Graph.</summary>
    [Parameter]
    public MdeApi Api { get; set; } = MdeApi.Graph;

    /// <summary>
    /// Specifies a certificate to sign in with as the application, without a user. Only its public part is sent. Without it and
    /// -FederatedCredential, users sign in with the application.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>
    /// Specifies a GitHub repository whose jobs sign in as the application, without a secret: owner/repository for its branch main, or another subject of
    /// the token, such as owner/repository:environment:production.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public string? FederatedCredential { get; set; }

    /// <summary>Returns the commands that register the application with az, for example in Azure Cloud Shell. Nothing is sent.</summary>
    [Parameter]
    public SwitchParameter AsScript { get; set; }

    /// <summary>
    /// Specifies the application to sign in with while registering. The default is GraphCommandLineTools, Microsoft's shared application, which requests
    /// Application.ReadWrite.All.
    /// </summary>
    [Parameter]
    [Alias("AppId", "ApplicationId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string ClientId { get; set; } = SharedApplication.GraphCommandLineTools.Name;

    /// <summary>Signs in with a code that you enter on a page, in a browser on any device. Many tenants block this.</summary>
    [Parameter]
    [Alias("UseDeviceCode")]
    public SwitchParameter DeviceCode { get; set; }

    /// <summary>Specifies the account to sign in with. Another account is rejected.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KnownValueCompleter))]
    public string? Username { get; set; }

    /// <summary>Specifies the Microsoft cloud that the tenant is in. The default is Public.</summary>
    [Parameter]
    public MdeCloud Cloud { get; set; } = MdeCloud.Public;

    /// <summary>Specifies the path of an environment file, which describes a lab or a cloud that this module doesn't know.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Alias("EnvironmentPath")]
    [ArgumentCompleter(typeof(EnvironmentFileCompleter))]
    public string? Environment { get; set; }

    /// <summary>Specifies the proxy to use. The default is the system's proxy, or the one in HTTPS_PROXY.</summary>
    [Parameter]
    [ProxyAddress]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public Uri? Proxy { get; set; }

    /// <summary>Specifies the proxy's credentials.</summary>
    [Parameter]
    [Credential]
    [ArgumentCompleter(typeof(NoFileCompleter))]
    public PSCredential? ProxyCredential { get; set; }

    private protected override async Task EndProcessingAsync(PipelineStreams streams, CancellationToken token)
    {
        ConnectArguments.RequireAtMostOne(("-Certificate", Certificate is not null), ("-FederatedCredential", FederatedCredential is not null));
        var application = new ApplicationRequest(ApplicationArguments.Name(Name))
        {
            Certificate = Certificate?.RawData,
            FederatedSubject = FederatedCredential is { } repository ? ApplicationArguments.Subject(repository) : null,
        };
        var request = Request(await streams.InvokeAsync(EnvironmentPath).ConfigureAwait(false));
        var plan = ServiceLoader.Service.PlanRegistration(request, application.IsByItself);
        if (AsScript)
        {
            await streams
                .WriteAsync(RegistrationScript.Write(application, plan, request.TenantId!, ConsentRoles.Of(Api, application.IsByItself)))
                .ConfigureAwait(false);
            return;
        }

        var client = SharedApplication.Find(request.ClientId)?.Title ?? $"{request.ClientId}";
        var what =
            $"Register the application '{application.Name}' in the tenant {request.TenantId}, with the permission {plan.Permission} of {plan.Resource}. You "
            + $"sign in with {client}, which requests Application.ReadWrite.All.";
        if (!await streams.ShouldProcessAsync(what, what).ConfigureAwait(false))
        {
            return;
        }

        var prompt = new SignInPrompt(streams);
        RegisteredApplication made;
        try
        {
            made = await ServiceLoader.Service.RegisterAsync(request, application, prompt, token).ConfigureAwait(false);
        }
        finally
        {
            await prompt.CompleteAsync().ConfigureAwait(false);
        }

        await streams.WriteAsync(new MdeApplication(application, made, Api, plan)).ConfigureAwait(false);
    }

    private ConnectRequest Request(FilePath? environment)
    {
        ConnectArguments.RequireAtMostOne(("-Cloud", MyInvocation.BoundParameters.ContainsKey(nameof(Cloud))), ("-Environment", Environment is not null));
        var user = new UserChoice(
            DeviceCode ? SignInMethod.DeviceCode : SignInMethod.Browser,
            ConnectArguments.Username(Username),
            MayPrompt: true,
            CachePersistence.Memory
        );
        return new ConnectRequest(user, ConnectArguments.Tenant(TenantId), ConnectArguments.Client(ClientId), Api, Cloud)
        {
            EnvironmentPath = ConnectArguments.File(environment),
            Proxy = ConnectArguments.Proxy(Proxy, ProxyCredential),
        };
    }

    private FilePath? EnvironmentPath() => Environment is { } path ? FilePath.Of(SessionState, path) : null;
}

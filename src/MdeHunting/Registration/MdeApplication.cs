using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting;

/// <summary>An application that was registered to hunt with, and what is still to be done: an administrator's consent.</summary>
public sealed class MdeApplication : MdeOutput
{
    internal MdeApplication(ApplicationRequest request, RegisteredApplication made, MdeApi api, RegistrationPlan plan)
    {
        Name = request.Name;
        TenantId = made.TenantId;
        ClientId = made.ClientId;
        ObjectId = made.ObjectId;
        Api = api.ToString();
        Permission = plan.Permission;
        PermissionKind = (request.IsByItself ? TokenKind.Application : TokenKind.Delegated).ToString();
        ConsentUri = new Uri($"{made.Authority}/adminconsent?client_id={made.ClientId:D}");
        ConsentBy = ConsentRoles.Of(api, request.IsByItself);
        FederatedSubject = request.FederatedSubject;
    }

    /// <summary>The application's name.</summary>
    public string Name { get; }

    /// <summary>The id of the tenant that it was registered in.</summary>
    public string TenantId { get; }

    /// <summary>The application (client) id, for <c>-ClientId</c> of Connect-MdeTenant.</summary>
    public Guid ClientId { get; }

    /// <summary>The id of its object in the directory.</summary>
    public string ObjectId { get; }

    /// <summary>The service that it is for: a name of <see cref="MdeApi"/>.</summary>
    public string Api { get; }

    /// <summary>The one permission that its registration lists.</summary>
    public string Permission { get; }

    /// <summary>Whether that is a permission on behalf of a user (Delegated), or the application's own (Application).</summary>
    public string PermissionKind { get; }

    /// <summary>The link by which an administrator consents to it for the tenant. Until then, the application can't hunt.</summary>
    public Uri ConsentUri { get; }

    /// <summary>Which roles may do that.</summary>
    public string ConsentBy { get; }

    /// <summary>The subject of GitHub's tokens that stand for it; null where none do.</summary>
    public string? FederatedSubject { get; }

    /// <inheritdoc/>
    public override string ToString() => TerminalSafeText.Line(Name);
}

namespace MdeHunting.Lab.Directory;

/// <summary>The tenants of a lab, by id or by domain, as a client names them. What an administrator changes in one is seen by whoever asks next.</summary>
internal sealed class LabDirectory(IReadOnlyList<LabTenant> tenants)
{
    private readonly Lock _lock = new();
    private LabTenant[] _tenants = [.. tenants];

    public LabTenant? Find(string idOrDomain) =>
        Guid.TryParse(idOrDomain, out var id)
            ? Find(id)
            : _tenants.FirstOrDefault(tenant => string.Equals(tenant.Domain, idOrDomain, StringComparison.OrdinalIgnoreCase));

    public LabTenant? Find(Guid id) => _tenants.FirstOrDefault(tenant => tenant.Id == id);

    /// <summary>Puts a tenant in place of what it was.</summary>
    public void Change(Guid id, Func<LabTenant, LabTenant> change)
    {
        lock (_lock)
        {
            _tenants = [.. _tenants.Select(tenant => tenant.Id == id ? change(tenant) : tenant)];
        }
    }

    /// <summary>Puts an application in place of what it was in a tenant.</summary>
    public void Change(Guid tenant, Guid application, Func<LabApplication, LabApplication> change) =>
        Change(tenant, one => one with { Applications = [.. one.Applications.Select(known => known.Id == application ? change(known) : known)] });

    /// <summary>Adds to what a tenant's administrator consented to for an application.</summary>
    public void Consent(Guid tenant, Guid application, IEnumerable<string> scopes, IEnumerable<string> roles) =>
        Change(
            tenant,
            application,
            known => known with { ConsentedScopes = [.. known.ConsentedScopes.Union(scopes)], ConsentedRoles = [.. known.ConsentedRoles.Union(roles)] }
        );
}

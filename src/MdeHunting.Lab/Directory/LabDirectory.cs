namespace MdeHunting.Lab.Directory;

/// <summary>The tenants of a lab, found as a client names them: by id or by domain.</summary>
internal sealed class LabDirectory(IReadOnlyList<LabTenant> tenants)
{
    public LabTenant? Find(string idOrDomain) =>
        Guid.TryParse(idOrDomain, out var id)
            ? Find(id)
            : tenants.FirstOrDefault(tenant => string.Equals(tenant.Domain, idOrDomain, StringComparison.OrdinalIgnoreCase));

    public LabTenant? Find(Guid id) => tenants.FirstOrDefault(tenant => tenant.Id == id);
}

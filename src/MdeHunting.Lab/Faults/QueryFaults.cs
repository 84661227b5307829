namespace MdeHunting.Lab.Faults;

/// <summary>The rules of which hunting requests go wrong, and how: the first that fits and is not used up is the one that counts.</summary>
internal sealed class QueryFaults
{
    private readonly Lock _lock = new();
    private readonly List<Rule> _rules = [];
    private readonly Dictionary<string, int> _tenants = new(StringComparer.Ordinal);
    private int _requests;

    public void Add(Func<LabQuery, bool> when, LabResponseFault fault, int? times)
    {
        lock (_lock)
        {
            _rules.Add(new(when, fault) { Left = times });
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
        }
    }

    /// <summary>Counts a request, and gives the fault that it is to meet; null for the true response.</summary>
    public LabResponseFault? Take(string api, string tenant, string query, string? timespan)
    {
        lock (_lock)
        {
            var number = _tenants[tenant] = _tenants.GetValueOrDefault(tenant) + 1;
            var asked = new LabQuery(api, tenant, query, timespan, ++_requests, number);
            if (_rules.Find(one => one.Left is not 0 && one.When(asked)) is not { } rule)
            {
                return null;
            }

            rule.Left--;
            return rule.Fault;
        }
    }

    private sealed record Rule(Func<LabQuery, bool> When, LabResponseFault Fault)
    {
        /// <summary>How many times it still applies; null for always.</summary>
        public int? Left { get; set; }
    }
}

using System.Collections.ObjectModel;
using MdeHunting.Contract;

namespace MdeHunting.Tables;

/// <summary>The tables that a name can mean, where the tenant told all that it has: there are no others.</summary>
/// <param name="tables">The tables.</param>
internal sealed class WholeTables(IList<KnownTable> tables) : ReadOnlyCollection<KnownTable>(tables);

using FsCheck;
using FsCheck.Fluent;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Properties;

public sealed class SortedMapProperties
{
    private static readonly Config Config = SeededConfig.Of(500);

    [Fact]
    public void It_is_a_sorted_dictionary_after_every_step_and_older_maps_stay_as_they_were() =>
    Check.One(Config, Prop.ForAll(Steps(), static steps =>
    {
        var map = SortedMap<int, int>.Empty(Comparer<int>.Default);
        var dictionary = new SortedDictionary<int, int>();
        var older = new List<(SortedMap<int, int> Map, KeyValuePair<int, int>[] Entries)>();
        foreach (var (key, value) in steps)
        {
            // A third of the steps remove.
            if (value % 3 == 0)
            {
                var without = map.Remove(key);
                if (!dictionary.Remove(key)) without.ShouldBeSameAs(map);
                map = without;
            }
            else
            {
                map = map.Set(key, value);
                dictionary[key] = value;
            }

            Same(map, dictionary);
            older.Add((map, [.. dictionary]));
        }

        foreach (var (before, entries) in older) before.ToArray().ShouldBe(entries);
    }));

    [Fact]
    public void It_is_made_of_entries_in_any_order() => Check.One(Config, Prop.ForAll(Steps(), static steps =>
    {
        var entries = steps.Select(static step => KeyValuePair.Create(step.Key, step.Value)).ToList();
        if (entries.DistinctBy(static entry => entry.Key).Count() < entries.Count)
        {
            Should.Throw<ArgumentException>(
                () => SortedMap<int, int>.Create(entries, Comparer<int>.Default)).Message.ShouldContain("occurs twice");
            entries = [.. entries.DistinctBy(static entry => entry.Key)];
        }

        Same(SortedMap<int, int>.Create([.. entries], Comparer<int>.Default),
            new SortedDictionary<int, int>(entries.ToDictionary()));
    }));

    [Theory]
    [InlineData("ascending")]
    [InlineData("descending")]
    [InlineData("random")]
    [InlineData("removed in part")]
    [InlineData("made at once")]
    public void Looking_up_costs_the_logarithm(string way)
    {
        const int Count = 20_000;
        int comparisons = 0;
        var comparer = Comparer<int>.Create((x, y) =>
        {
            comparisons++;
            return x.CompareTo(y);
        });
        int[] keys = [.. Enumerable.Range(0, Count)];
        if (way == "descending") Array.Reverse(keys);
        if (way is "random" or "removed in part") new Random(1).Shuffle(keys);
        var map = way == "made at once"
            ? SortedMap<int, int>.Create([.. keys.Select(static key => KeyValuePair.Create(key, key))], comparer)
            : keys.Aggregate(SortedMap<int, int>.Empty(comparer), static (map, key) => map.Set(key, key));
        if (way == "removed in part")
            map = keys.Where(static key => key % 4 > 0).Aggregate(map, static (map, key) => map.Remove(key));

        int most = 0;
        for (int key = 0; key < Count; key += 4)
        {
            comparisons = 0;
            map.Find(key).ShouldBe(key);
            most = Math.Max(most, comparisons);
        }

        // An AVL tree of n entries is at most 1.44 log2(n + 2) high.
        most.ShouldBeLessThanOrEqualTo((int)Math.Ceiling(1.44 * Math.Log2(map.Count + 2)));
    }

    [Fact]
    public void Keys_are_the_comparers() => Check.One(Config, Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), static text =>
    {
        var map = SortedMap<string, int>.Empty(StringComparer.OrdinalIgnoreCase).Set(text.Get, 1)
            .Set(text.Get.ToUpperInvariant(), 2);
        var dictionary = new SortedDictionary<string, int>(StringComparer.OrdinalIgnoreCase) { [text.Get] = 1 };
        dictionary[text.Get.ToUpperInvariant()] = 2;
        map.Values.ShouldBe(dictionary.Values);
    }));

    private static Arbitrary<(int Key, int Value)[]> Steps() =>
        Gen.ArrayOf(Gen.Choose(0, 30).SelectMany(static key => Gen.Choose(0, 99).Select(value => (key, value)))).ToArbitrary();

    private static void Same(SortedMap<int, int> map, SortedDictionary<int, int> dictionary)
    {
        map.Count.ShouldBe(dictionary.Count);
        map.SequenceEqual(dictionary).ShouldBeTrue();
        map.Values.SequenceEqual(dictionary.Values).ShouldBeTrue();
        for (int key = -1; key <= 31; key++)
        {
            map.TryGetValue(key, out int found).ShouldBe(dictionary.TryGetValue(key, out int expected));
            found.ShouldBe(expected);
        }
    }
}

using System.Diagnostics;
using System.Text.Json;
using RiskPlatform.Quant.Optimization;
using RiskPlatform.Quant.Tests.FixedIncome;

namespace RiskPlatform.Quant.Tests.Optimization;

public sealed class SelectionTests
{
    [Fact]
    public void Solve_ReferenceLoans_AreTheOptimaOfGlpkAndCbc()
    {
        var rows = ReferenceCases.All("portfolio_search_mip.json");
        Assert.Equal(2, rows.Count);
        foreach (var row in rows)
        {
            var problem = Loans(row);
            var optimum = row.GetProperty("optimum");

            var result = Selection.Solve(problem);

            Assert.Equal(SelectionStatus.Optimal, result.Status);
            Assert.Equal(optimum.GetProperty("objective_profit_cents").GetInt64(), result.Value);
            Assert.Equal(
                optimum.GetProperty("selected_ids").EnumerateArray().Select(id => id.GetInt32() - 1), result.Selected);
            Assert.Equal(result.Value, result.Bound);
            Assert.Equal(0.0, result.Gap);
            var used = optimum.GetProperty("used");
            Assert.Equal(used.GetProperty("amount").GetInt64(), Sum(problem.Sums[0], result));
            Assert.Equal(used.GetProperty("capital_cents").GetInt64(), Sum(problem.Sums[1], result));
            Assert.Equal(used.GetProperty("expected_loss_cents").GetInt64(), Sum(problem.Sums[2], result));
        }
    }

    [Fact]
    public void Solve_ReferenceLoans_ForbiddingTheOptimum_GivesTheSecondBest()
    {
        foreach (var row in ReferenceCases.All("portfolio_search_mip.json"))
        {
            var problem = Loans(row);
            var best = Selection.Solve(problem);
            long[] cut = [.. problem.Values.Select((_, j) => best.Selected.Contains(j) ? 1L : -1L)];

            var second = Selection.Solve(problem with
            {
                Sums = [.. problem.Sums, new SumConstraint("not the best", cut, Max: best.Selected.Count - 1)],
            });

            Assert.Equal(
                row.GetProperty("optimum").GetProperty("second_best_objective").GetInt64(), second.Value);
        }
    }

    // 15 and 30 loans: well under a second each on any machine once compiled. 150: GLPK needs a third of a second.
    [Fact]
    public void Solve_ThirtyLoansInASecond_AndAHundredAndFifty_AreProven()
    {
        var thirty = Loans(ReferenceCases.All("portfolio_search_mip.json")[1]);
        Selection.Solve(thirty);
        var watch = Stopwatch.StartNew();
        Selection.Solve(thirty);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1));

        var row = Assert.Single(ReferenceCases.All("portfolio_search_150.json"));
        var result = Selection.Solve(Loans(row));
        Assert.Equal(SelectionStatus.Optimal, result.Status);
        Assert.Equal(row.GetProperty("optimum").GetProperty("objective_profit_cents").GetInt64(), result.Value);
        Assert.InRange(result.Nodes, 1, 200_000);
    }

    // Goal: exact on every kind of constraint. Method: every selection of up to 14 items tried, 600 random problems.
    [Fact]
    public void Solve_RandomProblemsOfEveryLength_AgreeWithEnumeration()
    {
        var random = new Random(17);
        int infeasible = 0;
        for (int i = 0; i < 600; i++)
        {
            var problem = RandomProblem(random, n: i % 15);
            long? best = Enumerated(problem);

            var result = Selection.Solve(problem);

            Assert.Equal(best is null ? SelectionStatus.Infeasible : SelectionStatus.Optimal, result.Status);
            Assert.Equal(best, result.Value);
            if (best is null)
            {
                infeasible++;
                AssertMinimal(problem, result);
            }
            else
            {
                Assert.True(IsMet(problem, result.Selected));
                Assert.Equal(best, result.Selected.Sum(j => problem.Values[j]));
            }
        }

        Assert.InRange(infeasible, 60, 540);
    }

    // Larger than enumeration reaches: the optimum of two independent halves is the sum of theirs.
    [Fact]
    public void Solve_TwoIndependentHalves_IsTheSumOfBoth()
    {
        var random = new Random(23);
        for (int n = 2; n <= 40; n += 2)
        {
            long[] values = [.. Enumerable.Range(0, n).Select(_ => (long)random.Next(1, 1000))];
            long[] weights = [.. values.Select(value => value + random.Next(1, 400))];
            long limit = weights.Sum() / 5;

            long whole = Solve(values, [Half(0), Half(1)]);

            Assert.Equal(Knapsack(0) + Knapsack(1), whole);

            SumConstraint Half(int part) =>
                new($"half {part}", [.. weights.Select((weight, j) => j % 2 == part ? weight : 0)], Max: limit);

            long Knapsack(int part)
            {
                long[] best = new long[limit + 1]; // By dynamic programming.
                for (int j = part; j < n; j += 2)
                {
                    for (long room = limit; room >= weights[j]; room--)
                    {
                        best[room] = Math.Max(best[room], best[room - weights[j]] + values[j]);
                    }
                }

                return best[limit];
            }
        }

        static long Solve(long[] values, SumConstraint[] sums) =>
            Selection.Solve(new SelectionProblem { Values = values, Sums = sums }).Value!.Value;
    }

    [Fact]
    public void Solve_ConflictAmongMany_IsNamedAlone()
    {
        var problem = new SelectionProblem
        {
            Values = [5, 4, 3, 2],
            Sums =
            [
                new SumConstraint("budget", [10, 10, 10, 10], Min: 5, Max: 25),
                new SumConstraint("risk", [1, 2, 3, 4], Max: 9),
            ],
            MinCount = 3,
            MaxCount = 4,
            AtMostOne = [[0, 1]],
            Required = [2],
        };

        var result = Selection.Solve(problem);

        Assert.Equal(SelectionStatus.Infeasible, result.Status);
        Assert.True(result.IsConflictMinimal);
        Assert.Null(result.Value);
        Assert.Null(result.Gap);
        Assert.Equal(["budget", "minimum count"], result.Conflict.Select(constraint => constraint.Name));
        Assert.Equal(
            [SelectionConstraintKind.SumMax, SelectionConstraintKind.MinCount],
            result.Conflict.Select(constraint => constraint.Kind));
    }

    [Fact]
    public void Solve_RequiredAndExcluded_ConflictByName()
    {
        var result = Selection.Solve(new SelectionProblem { Values = [1, 2], Required = [0, 1], Excluded = [1] });

        Assert.Equal(["required item 1", "excluded item 1"], result.Conflict.Select(constraint => constraint.Name));
    }

    [Fact]
    public void Solve_NodeLimit_GivesWhatIsKnown_WithTrueBoundAndGap()
    {
        var problem = Loans(Assert.Single(ReferenceCases.All("portfolio_search_150.json")));
        long optimum = Selection.Solve(problem).Value!.Value;
        long lastBound = long.MaxValue;
        foreach (long nodes in new[] { 1L, 5L, 50L, 500L })
        {
            var result = Selection.Solve(problem, nodes);

            Assert.Equal(SelectionStatus.LimitReached, result.Status);
            Assert.True(result.Value <= optimum && result.Bound >= optimum && result.Bound <= lastBound);
            Assert.Equal((result.Bound - result.Value) / (double)result.Value!, result.Gap);
            Assert.True(result.Gap is > 0.0 and < 0.1);
            Assert.True(IsMet(problem, result.Selected));
            Assert.Equal(nodes, result.Nodes);
            lastBound = result.Bound!.Value;
        }
    }

    [Fact]
    public void Solve_Cancelled_IsAnAnswerToo()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        var result = Selection.Solve(
            new SelectionProblem { Values = [3, -1, 2] }, cancellationToken: cancelled.Token);

        Assert.Equal(SelectionStatus.LimitReached, result.Status);
        Assert.Null(result.Value);
        Assert.Null(result.Gap);
        Assert.Equal(5, result.Bound);
    }

    // Even weights, an odd sum wanted: the relaxation is feasible everywhere, and only counting can refuse it.
    [Fact]
    public void Solve_HardInfeasibility_EndsAtTheLimit()
    {
        long[] even = [.. Enumerable.Repeat(2L, 60)];
        var problem = new SelectionProblem
        {
            Values = even,
            Sums = [new SumConstraint("odd", even, Min: 61, Max: 61)],
        };

        var result = Selection.Solve(problem, nodesMax: 2000);

        Assert.Equal(SelectionStatus.LimitReached, result.Status);
        Assert.Null(result.Value);
        Assert.InRange(result.Nodes, 1, 2000);
    }

    [Fact]
    public void Solve_LargestNumbers_StayExact()
    {
        const long Large = 1L << 50;
        var problem = new SelectionProblem
        {
            Values = [Large, Large + 1, Large + 3, 1],
            Sums = [new SumConstraint("sum", [Large, Large, Large, 1], Max: 2 * Large)],
        };

        var result = Selection.Solve(problem);

        Assert.Equal(2 * Large + 4, result.Value);
        Assert.Equal([1, 2], result.Selected);
    }

    [Fact]
    public void BadInput_IsRefused()
    {
        var problem = new SelectionProblem { Values = [1, 2] };
        Assert.Throws<ArgumentException>(() => Selection.Solve(problem with { Required = [2] }));
        Assert.Throws<ArgumentException>(() => Selection.Solve(problem with { AtMostOne = [[0, -1]] }));
        Assert.Throws<ArgumentException>(() => Selection.Solve(problem with { Values = [1L << 53, 1] }));
        Assert.Throws<ArgumentException>(
            () => Selection.Solve(problem with { Sums = [new SumConstraint("short", [1])] }));
        Assert.Throws<ArgumentException>(
            () => Selection.Solve(problem with { Sums = [new SumConstraint("far", [1, 1], Max: long.MaxValue)] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Selection.Solve(problem, 0));
    }

    private static void AssertMinimal(SelectionProblem problem, SelectionResult result)
    {
        Assert.True(result.IsConflictMinimal);
        Assert.NotEmpty(result.Conflict);
        Assert.Null(Enumerated(Only(problem, result.Conflict)));
        foreach (var constraint in result.Conflict)
        {
            Assert.NotNull(Enumerated(Only(problem, result.Conflict.Where(other => other != constraint))));
        }
    }

    private static SelectionProblem Only(SelectionProblem problem, IEnumerable<SelectionConstraint> constraints)
    {
        var kept = constraints.ToLookup(constraint => constraint.Kind, constraint => constraint.Index);
        return problem with
        {
            Sums =
            [
                .. problem.Sums.Select((sum, i) => sum with
                {
                    Min = kept[SelectionConstraintKind.SumMin].Contains(i) ? sum.Min : null,
                    Max = kept[SelectionConstraintKind.SumMax].Contains(i) ? sum.Max : null,
                }),
            ],
            MinCount = kept[SelectionConstraintKind.MinCount].Any() ? problem.MinCount : null,
            MaxCount = kept[SelectionConstraintKind.MaxCount].Any() ? problem.MaxCount : null,
            AtMostOne = [.. kept[SelectionConstraintKind.AtMostOne].Select(i => problem.AtMostOne[i])],
            Required = [.. kept[SelectionConstraintKind.Required]],
            Excluded = [.. kept[SelectionConstraintKind.Excluded]],
        };
    }

    private static long? Enumerated(SelectionProblem problem)
    {
        long? best = null;
        int n = problem.Values.Count;
        for (int set = 0; set < 1 << n; set++)
        {
            int[] selected = [.. Enumerable.Range(0, n).Where(j => (set >> j & 1) == 1)];
            long value = selected.Sum(j => problem.Values[j]);
            if ((best is null || value > best) && IsMet(problem, selected))
            {
                best = value;
            }
        }

        return best;
    }

    private static bool IsMet(SelectionProblem problem, IReadOnlyList<int> selected) =>
        problem.Sums.All(sum => !(selected.Sum(j => sum.Coefficients[j]) is long total
            && (total < sum.Min || total > sum.Max)))
        && !(selected.Count < problem.MinCount) && !(selected.Count > problem.MaxCount)
        && problem.AtMostOne.All(set => set.Distinct().Count(selected.Contains) <= 1)
        && problem.Required.All(selected.Contains) && !problem.Excluded.Any(selected.Contains);

    private static SelectionProblem RandomProblem(Random random, int n)
    {
        var sums = Enumerable.Range(0, random.Next(4)).Select(i =>
        {
            long[] coefficients = [.. Enumerable.Range(0, n).Select(_ => (long)random.Next(-20, 60))];
            long total = coefficients.Sum();
            return new SumConstraint(
                $"sum {i}",
                coefficients,
                random.Next(2) == 0 ? null : total / 4 + random.Next(-9, 9),
                random.Next(3) == 0 ? null : total / 3 + random.Next(-5, 15));
        });
        return new SelectionProblem
        {
            Values = [.. Enumerable.Range(0, n).Select(_ => (long)random.Next(-30, 100))],
            Sums = [.. sums],
            MinCount = random.Next(3) == 0 ? random.Next(n + 2) : null,
            MaxCount = random.Next(3) == 0 ? random.Next(n + 1) : null,
            AtMostOne = [.. Enumerable.Range(0, n < 2 ? 0 : random.Next(4)).Select(_ => Items(2 + random.Next(3)))],
            Required = n == 0 ? [] : Items(random.Next(3)),
            Excluded = n == 0 ? [] : Items(random.Next(2)),
        };

        int[] Items(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(n)).Distinct()];
    }

    private static long Sum(SumConstraint sum, SelectionResult result) =>
        result.Selected.Sum(j => sum.Coefficients[j]);

    private static SelectionProblem Loans(JsonElement row)
    {
        JsonElement[] loans = [.. row.GetProperty("loans").EnumerateArray()];
        List<SumConstraint> sums =
        [
            new("budget", Column("amount"), Max: row.GetProperty("budget").GetInt64()),
            new("capital", Column("capital_cents"), Max: row.GetProperty("max_capital_cents").GetInt64()),
            new("loss", Column("expected_loss_cents"), Max: row.GetProperty("max_expected_loss_cents").GetInt64()),
        ];
        foreach (string key in new[] { "currency", "sector" })
        {
            foreach (var cap in row.GetProperty($"max_amount_per_{key}").EnumerateObject())
            {
                var isCapped = loans.Select(loan => loan.GetProperty(key).GetString() == cap.Name);
                long[] amounts = [.. isCapped.Zip(Column("amount"), (isIn, amount) => isIn ? amount : 0)];
                sums.Add(new SumConstraint(cap.Name, amounts, Max: cap.Value.GetInt64()));
            }
        }

        return new SelectionProblem
        {
            Values = Column("profit_cents"),
            Sums = sums,
            MinCount = row.GetProperty("min_loans").GetInt32(),
            AtMostOne =
            [
                .. row.GetProperty("at_most_one_of").EnumerateArray().Select(
                    set => set.EnumerateArray().Select(id => id.GetInt32() - 1).ToArray()),
            ],
        };

        long[] Column(string name) => [.. loans.Select(loan => loan.GetProperty(name).GetInt64())];
    }
}
